package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items, and an account that is told of them without a table. */
final class Items {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    /** When what is told here has long been received. */
    static final long RECEIVED = NOON.plus(Duration.ofDays(100)).toEpochMilli();

    static final String ASKED = "EM_PROCESSAMENTO";
    static final String DONE = "DEVOLVIDO";
    static final String FAILED = "NAO_REALIZADO";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    private Items() {}

    static String id(char first, Instant at, int number) {
        return first + "12345678" + MINUTE.format(at) + String.format(Locale.ROOT, "%011d", number);
    }

    /** Of the payment made {@code number} minutes after noon. */
    static String e2e(int number) {
        return id('E', at(number), number);
    }

    static String rtr(int number) {
        return id('D', at(number), number);
    }

    static Instant at(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    static PixItem received(int number, long centavos) {
        return payment(PixKind.RECEBIMENTO, e2e(number), centavos, at(number));
    }

    static PixItem paid(int number, long centavos) {
        return payment(PixKind.PAGAMENTO, e2e(number), centavos, at(number));
    }

    static PixItem payment(PixKind kind, String endToEndId, long centavos, Instant at) {
        return new PixItem(
                kind, endToEndId, null, null, centavos, at.toEpochMilli(), null, null, null, null, null, Set.of());
    }

    /** The return number so of the payment number so, an hour after noon. */
    static PixItem returned(int payment, int number, long centavos, String status) {
        return returned(e2e(payment), rtr(number), "dev" + number, centavos, status, at(60));
    }

    static PixItem returned(
            String endToEndId, String rtrId, @Nullable String devolucaoId, long centavos, String status, Instant at) {
        return new PixItem(
                PixKind.ESTORNO,
                endToEndId,
                rtrId,
                devolucaoId,
                centavos,
                at.toEpochMilli(),
                null,
                null,
                null,
                status,
                null,
                Set.of());
    }

    /** The state after one call of facts for each item, nothing being tabled. */
    static Payments told(PixItem... items) {
        Payments state = Payments.empty(1_000);
        long seqNr = 0;
        for (PixItem item : items) {
            state = state.apply(PixPlan.of(state, List.of(item)).facts(), ++seqNr, 0, Items.RECEIVED);
        }
        return state;
    }

    static Decided decided(Payments state, PixItem item) {
        PixPlan plan = PixPlan.of(state, List.of(item));
        return plan.decided().get(0);
    }

    static Payment known(Payments state, int number) {
        Payment payment = state.payment(e2e(number));
        if (payment == null) {
            throw new AssertionError("payment " + number + " is not in the window");
        }
        return payment;
    }
}
