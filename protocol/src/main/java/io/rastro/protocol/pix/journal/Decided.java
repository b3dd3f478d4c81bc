package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of one item; all that it takes to know the same afterwards.
 *
 * @param rule what it violates; of a duplicate, what it violated before; null when it violates nothing
 * @param joined of a new payment: the rtrIds of the returns that waited for it and belong to it now
 * @param refused of a new payment: the returns that waited for it and violate a rule
 * @param recalled what the table had of the payment when the window had nothing of it any more
 */
public record Decided(
        PixItem item,
        Verdict verdict,
        @Nullable Rule rule,
        List<String> joined,
        List<Refused> refused,
        @Nullable KnownPayment recalled) {

    /** A return that waited in vain. */
    public record Refused(String rtrId, Rule rule) {}

    public Decided {
        boolean mayViolate = verdict == Verdict.DUPLICATE || verdict == Verdict.VIOLATION;
        if (rule == null ? verdict == Verdict.VIOLATION : !mayViolate) {
            throw new IllegalArgumentException("a violation has a rule, and nothing that counts has one");
        }
        boolean newPayment = verdict == Verdict.NEW && item.kind() != PixKind.ESTORNO;
        if (!newPayment && !(joined.isEmpty() && refused.isEmpty())) {
            throw new IllegalArgumentException("returns join a new payment, and nothing else");
        }
        joined = List.copyOf(joined);
        refused = List.copyOf(refused);
    }

    public static Decided of(PixItem item, Verdict verdict) {
        return new Decided(item, verdict, null, List.of(), List.of(), null);
    }

    public static Decided broken(PixItem item, Rule rule, boolean known) {
        Verdict verdict = known ? Verdict.DUPLICATE : Verdict.VIOLATION;
        return new Decided(item, verdict, rule, List.of(), List.of(), null);
    }

    public Decided recalling(@Nullable KnownPayment fromTable) {
        return new Decided(item, verdict, rule, joined, refused, fromTable);
    }

    /** Whether something happened on the account, and not only more is known, or nothing that counts. */
    public boolean happened() {
        return changes()
                && rule == null
                && (item.kind() != PixKind.ESTORNO
                        || (verdict != Verdict.COMPLETES
                                && DevolucaoStatus.DEVOLVIDO.name().equals(item.status())));
    }

    /** Whether there is anything to write down. */
    public boolean changes() {
        return verdict != Verdict.DUPLICATE;
    }
}
