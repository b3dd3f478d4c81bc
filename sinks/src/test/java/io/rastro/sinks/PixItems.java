package io.rastro.sinks;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Made-up events of Pix accounts. */
public final class PixItems {

    public static final long RECEIVED_AT = Tracks.NOON.toEpochMilli();

    private PixItems() {}

    public static String e2e(int number) {
        return "E12345678202611211159" + String.format(Locale.ROOT, "%011d", number);
    }

    public static String rtr(int number) {
        return "D12345678202611211159" + String.format(Locale.ROOT, "%011d", number);
    }

    public static PixItem payment(PixKind kind, int number) {
        return new PixItem(
                kind,
                e2e(number),
                null,
                null,
                100 + number,
                RECEIVED_AT - number,
                "txid" + number,
                new Party("k1.chave" + number, "***.456.789-**"),
                new Party("k1.outro" + number, "***.654.321-**"),
                null,
                null,
                Set.of());
    }

    public static PixItem returned(int number, String status) {
        return new PixItem(
                PixKind.ESTORNO,
                e2e(number),
                rtr(number),
                "dev" + number,
                50,
                RECEIVED_AT - number,
                RECEIVED_AT - number - 1000,
                null,
                null,
                null,
                status,
                "ORIGINAL",
                Set.of(PixItem.Flag.ID_MINUTE));
    }

    /**
     * Two recebimentos around a pagamento that returns waited for, two statuses of a return, one that violates a rule; and two
     * signals of the last recebimento, one of the pagamento.
     */
    public static PixRecorded ofAllKinds(long previous, Map<PixKind, Long> newestBefore) {
        Decided joining = new Decided(
                payment(PixKind.PAGAMENTO, 2),
                Verdict.NEW,
                null,
                List.of(rtr(8)),
                List.of(new Refused(rtr(9), Rule.ABOVE_ORIGINAL)),
                null);
        return new PixRecorded(
                RECEIVED_AT,
                0,
                0,
                previous,
                List.of(
                        Decided.of(payment(PixKind.RECEBIMENTO, 1), Verdict.NEW),
                        joining,
                        Decided.of(returned(1, "EM_PROCESSAMENTO"), Verdict.NEW),
                        Decided.of(payment(PixKind.RECEBIMENTO, 3), Verdict.NEW),
                        Decided.of(returned(1, "DEVOLVIDO"), Verdict.ADVANCES),
                        Decided.broken(returned(2, "DEVOLVIDO"), Rule.RETURN_REUSED, false)),
                List.of(
                        new PixSignal(1, "limite-noturno", 1, 0.5, Map.of("sum", "102", "limit", "100")),
                        new PixSignal(3, "velocidade", 2, 1, Map.of()),
                        new PixSignal(3, "novo", 1, 0.25, Map.of("known", "0"))),
                newestBefore);
    }
}
