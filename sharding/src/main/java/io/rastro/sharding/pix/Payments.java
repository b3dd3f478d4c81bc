package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Verdict;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The payments that an account remembers by itself, so that what is told again is recognised without a look-up; returns
 * that wait for a payment are remembered like one. What was told of last stays longest, and nothing leaves before the
 * query table is known to have all of it. Any change costs O(log n): versions share what did not change.
 *
 * @param windowSize payments that stay, and returns that stay; at least 1
 * @param byTurn by the turn in which they were last told of
 * @param turns by endToEndId
 * @param endToEndIds by rtrId
 * @param nextTurn later than all that were
 * @param forgotten the ids that left
 */
record Payments(
        int windowSize,
        TreePMap<Long, Payment> byTurn,
        TreePMap<String, Long> turns,
        TreePMap<String, String> endToEndIds,
        long nextTurn,
        Forgotten forgotten) {

    /** Payments that leave with one item at most: a table that caught up must not make an event slow. */
    private static final int LEAVING_AN_ITEM = 8;

    /** But so many with an event: while the tables are asked nothing leaves. */
    private static final int LEAVING_AN_EVENT = 64;

    Payments {
        if (windowSize < 1) {
            throw new IllegalArgumentException("windowSize must be at least 1");
        }
    }

    static Payments empty(int windowSize) {
        return new Payments(windowSize, TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0, Forgotten.NOTHING);
    }

    /** As they were written down, oldest first. */
    static Payments restore(int windowSize, List<Payment> payments, Forgotten forgotten) {
        Payments restored = empty(windowSize);
        for (Payment payment : payments) {
            restored = restored.plus(payment);
        }
        return new Payments(
                windowSize, restored.byTurn, restored.turns, restored.endToEndIds, restored.nextTurn, forgotten);
    }

    int size() {
        return byTurn.size();
    }

    /** Payments and returns that it holds. */
    int weight() {
        return byTurn.size() + endToEndIds.size();
    }

    /** Those that the window holds, in the order in which they leave. */
    List<Payment> oldestFirst() {
        return List.copyOf(byTurn.values());
    }

    @Nullable
    Payment payment(String endToEndId) {
        Long turn = turns.get(endToEndId);
        return turn == null ? null : byTurn.get(turn);
    }

    /** The endToEndId of the payment that has this return. */
    @Nullable
    String endToEndIdOf(String rtrId) {
        return endToEndIds.get(rtrId);
    }

    /** Neither the window has it, nor can it be said that it never was here. */
    boolean isUnsureOfPayment(String endToEndId) {
        return !turns.containsKey(endToEndId) && forgotten.mayHave(endToEndId);
    }

    /** Likewise. */
    boolean isUnsureOfReturn(String rtrId) {
        return !endToEndIds.containsKey(rtrId) && forgotten.mayHave(rtrId);
    }

    // What was decided

    /**
     * What is known after an event.
     *
     * @param decided in the order of the event
     * @param tabledUpTo the table has every event up to this one; 0 when nothing is to leave
     * @param receivedAtMillis of the event
     */
    Payments apply(List<Decided> decided, long seqNr, long tabledUpTo, long receivedAtMillis) {
        Payments next = this;
        for (int i = 0; i < decided.size(); i++) {
            next = next.plus(decided.get(i), seqNr, i);
        }
        // Not before: a later item may be of a payment that is about to leave.
        return next.trimmed(Math.max(LEAVING_AN_EVENT, LEAVING_AN_ITEM * decided.size()), tabledUpTo, receivedAtMillis);
    }

    Payments plus(Decided decided, long seqNr, int index) {
        if (!decided.changes()) {
            return this;
        }
        String endToEndId = decided.item().endToEndId();
        Payment before = payment(endToEndId);
        if (before == null && decided.recalled() != null) {
            return plus(Payment.of(decided.recalled())).plus(decided.recalling(null), seqNr, index);
        }
        Payment after = (before == null ? Payment.unknown(endToEndId) : before).after(decided, seqNr, index);
        TreePMap<String, String> returns = endToEndIds;
        for (Refused refused : decided.refused()) {
            returns = returns.minus(refused.rtrId());
        }
        if (decided.item().kind() == PixKind.ESTORNO && decided.verdict() != Verdict.VIOLATION) {
            returns = returns.plus(decided.item().id(), endToEndId);
        }
        return with(after, returns);
    }

    /** With a payment that the window does not have. */
    Payments plus(Payment payment) {
        TreePMap<String, String> returns = endToEndIds;
        for (String rtrId : payment.returns().keySet()) {
            returns = returns.plus(rtrId, payment.endToEndId());
        }
        return with(payment, returns);
    }

    private Payments with(Payment payment, TreePMap<String, String> returns) {
        Long before = turns.get(payment.endToEndId());
        TreePMap<Long, Payment> others = before == null ? byTurn : byTurn.minus(before);
        return new Payments(
                windowSize,
                others.plus(nextTurn, payment),
                turns.plus(payment.endToEndId(), nextTurn),
                returns,
                nextTurn + 1,
                forgotten);
    }

    // What leaves

    private Payments trimmed(int most, long tabledUpTo, long receivedAtMillis) {
        Payments next = this;
        for (int i = 0; i < most && next.canLeave(tabledUpTo); i++) {
            next = next.withoutOldest(next.oldest(), receivedAtMillis);
        }
        return next;
    }

    /** The window holds more than it is to hold. */
    boolean hasSurplus() {
        return size() > windowSize || (endToEndIds.size() > windowSize && size() > 1);
    }

    /** It holds more than it is to hold, and the table has all of what would leave first. */
    boolean canLeave(long tabledUpTo) {
        return hasSurplus() && oldest().lastSeqNr() <= tabledUpTo;
    }

    private Payment oldest() {
        return byTurn.firstEntry().getValue();
    }

    private Payments withoutOldest(Payment payment, long receivedAtMillis) {
        Forgotten more = forgotten.plus(payment.endToEndId(), receivedAtMillis);
        Collection<String> rtrIds = payment.returns().keySet();
        for (String rtrId : rtrIds) {
            more = more.plus(rtrId, receivedAtMillis);
        }
        return new Payments(
                windowSize,
                byTurn.minusFirstEntry(),
                turns.minus(payment.endToEndId()),
                endToEndIds.minusAll(rtrIds),
                nextTurn,
                more);
    }
}
