package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.protocol.pix.journal.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules by which an item is judged, given all that is known of the ids in it. */
final class Judgement {

    /** From the payment to the request of a return; Pix API 2.9.0, {@code PixDevolucaoInvalida}. */
    static final Duration RETURN_WITHIN = Duration.ofDays(90);

    private Judgement() {}

    static Decided of(Payments known, PixItem item) {
        return item.kind() == PixKind.ESTORNO ? ofReturn(known, item) : ofPayment(known, item);
    }

    // A payment

    private static Decided ofPayment(Payments known, PixItem item) {
        Payment payment = known.payment(item.endToEndId());
        if (payment == null) {
            return Decided.of(item, Verdict.NEW);
        }
        Original original = payment.original();
        if (original == null) {
            return joined(payment, item);
        }
        return original.kind() == item.kind() && original.centavos() == item.centavos()
                ? Decided.of(item, Verdict.DUPLICATE)
                : broken(payment, item, Rule.PAYMENT_REUSED);
    }

    private static Decided joined(Payment waiting, PixItem item) {
        List<String> joined = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        Original original = new Original(item.kind(), item.centavos(), item.occurredAtMillis(), 0);
        long counted = 0;
        List<Return> inOrder =
                waiting.returns().values().stream().sorted(Return.BY_CLAIM).toList();
        for (Return each : inOrder) {
            Rule rule = beyond(original, counted, each);
            if (rule == null) {
                joined.add(each.rtrId());
                counted += each.counts() ? each.centavos() : 0;
            } else {
                refused.add(new Refused(each.rtrId(), rule));
            }
        }
        return new Decided(item, Verdict.NEW, null, joined, refused, null);
    }

    // A return

    private static Decided ofReturn(Payments known, PixItem item) {
        Payment found = known.payment(item.endToEndId());
        Payment payment = found == null ? Payment.unknown(item.endToEndId()) : found;
        String owner = known.endToEndIdOf(item.id());
        Return before = payment.returns().get(item.id());
        if (owner != null && !owner.equals(item.endToEndId())) {
            return broken(payment, item, Rule.RETURN_REUSED);
        }
        return before == null ? ofNew(payment, item) : ofKnown(payment, before, item);
    }

    private static Decided ofNew(Payment payment, PixItem item) {
        Rule rule = againstNew(payment, item);
        if (rule != null) {
            return broken(payment, item, rule);
        }
        return Decided.of(item, payment.original() == null ? Verdict.WAITING : Verdict.NEW);
    }

    /** What a return violates that was not known before; null when it violates nothing. */
    static @Nullable Rule againstNew(Payment payment, PixItem item) {
        if (item.devolucaoId() != null && payment.rtrIds().containsKey(item.devolucaoId())) {
            return Rule.DEVOLUCAO_REUSED;
        }
        if (payment.returns().size() >= Payment.MAX_RETURNS) {
            return Rule.TOO_MANY;
        }
        Original original = payment.original();
        return original == null ? null : beyond(original, payment.counted(), Return.of(item, 0, 0));
    }

    private static @Nullable Rule beyond(Original original, long counted, Return fresh) {
        if (fresh.counts() && fresh.centavos() > original.centavos() - counted) {
            return Rule.ABOVE_ORIGINAL;
        }
        return isTooLate(original, fresh.requestedAtMillis()) ? Rule.TOO_LATE : null;
    }

    private static boolean isTooLate(Original original, long atMillis) {
        long limit = RETURN_WITHIN.toMillis();
        // So written that no time overflows.
        return original.occurredAtMillis() <= Long.MAX_VALUE - limit && atMillis > original.occurredAtMillis() + limit;
    }

    private static Decided ofKnown(Payment payment, Return before, PixItem item) {
        if (before.centavos() != item.centavos()) {
            return broken(payment, item, Rule.RETURN_REUSED);
        }
        if (isOfAnother(payment, before, item.devolucaoId())) {
            return broken(payment, item, Rule.DEVOLUCAO_REUSED);
        }
        return switch (before.step(item)) {
            case CONFLICT -> broken(payment, item, Rule.STATUS_CONFLICT);
            case FORWARD -> Decided.of(item, Verdict.ADVANCES);
            case SAME, BEHIND ->
                Decided.of(item, before.after(item).equals(before) ? Verdict.DUPLICATE : Verdict.COMPLETES);
        };
    }

    /** A return has one id by who asked for it, and such an id one return. */
    private static boolean isOfAnother(Payment payment, Return before, @Nullable String devolucaoId) {
        if (devolucaoId == null) {
            return false;
        }
        return before.devolucaoId() == null
                ? payment.rtrIds().containsKey(devolucaoId)
                : !before.devolucaoId().equals(devolucaoId);
    }

    private static Decided broken(Payment payment, PixItem item, Rule rule) {
        return Decided.broken(item, rule, payment.hasViolation(Violation.of(rule, item)));
    }
}
