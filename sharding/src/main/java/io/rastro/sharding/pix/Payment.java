package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * What is known under one endToEndId: a payment with its returns, or only returns that wait for it.
 *
 * @param original null while the payment itself never came
 * @param returns by rtrId
 * @param rtrIds by the id that who asked for the return gave it
 * @param counted centavos that went back or may be on their way; 0 while the payment never came
 * @param violations what was reported of it and counts for nothing, the newest {@link #MAX_VIOLATIONS}
 * @param lastSeqNr the last event that told anything of it; 0 when there was none
 */
record Payment(
        String endToEndId,
        @Nullable Original original,
        TreePMap<String, Return> returns,
        TreePMap<String, String> rtrIds,
        long counted,
        TreePVector<Violation> violations,
        long lastSeqNr) {

    /** Returns of one payment, also those that came to nothing. No real payment has as many. */
    static final int MAX_RETURNS = 1_000;

    /** Then the oldest is forgotten: told again, it would be written down again. */
    static final int MAX_VIOLATIONS = 32;

    static Payment unknown(String endToEndId) {
        return new Payment(endToEndId, null, TreePMap.empty(), TreePMap.empty(), 0, TreePVector.empty(), 0);
    }

    /** From what was written down of it. */
    static Payment of(KnownPayment known) {
        TreePMap<String, Return> byRtrId = TreePMap.empty();
        TreePMap<String, String> byDevolucao = TreePMap.empty();
        long counted = 0;
        for (Return each : known.returns()) {
            byRtrId = byRtrId.plus(each.rtrId(), each);
            byDevolucao = withDevolucao(byDevolucao, each);
            counted += known.original() != null ? counted(each) : 0;
        }
        return new Payment(
                known.endToEndId(),
                known.original(),
                byRtrId,
                byDevolucao,
                counted,
                TreePVector.from(known.violations()),
                known.lastSeqNr());
    }

    /** As it is written down. */
    KnownPayment known() {
        return new KnownPayment(endToEndId, original, List.copyOf(returns.values()), violations, lastSeqNr);
    }

    /** The return with the id that who asked for it gave it. */
    Optional<Return> devolucao(String devolucaoId) {
        return Optional.ofNullable(rtrIds.get(devolucaoId)).map(returns::get);
    }

    boolean hasViolation(Violation violation) {
        return violations.contains(violation);
    }

    /**
     * What is known after what was decided of an item of this endToEndId.
     *
     * @param index the place within the event
     */
    Payment after(Decided decided, long seqNr, int index) {
        PixItem item = decided.item();
        return switch (decided.verdict()) {
            case DUPLICATE -> this;
            case VIOLATION ->
                new Payment(
                        endToEndId,
                        original,
                        returns,
                        rtrIds,
                        counted,
                        violations(violations, decided.rule(), item),
                        Math.max(lastSeqNr, seqNr));
            case NEW, ADVANCES, COMPLETES, WAITING ->
                item.kind() == PixKind.ESTORNO
                        ? afterReturn(item, seqNr, index)
                        : afterOriginal(item, decided.refused(), seqNr);
        };
    }

    private Payment afterReturn(PixItem item, long seqNr, int index) {
        Return before = returns.get(item.id());
        Return now = before == null ? Return.of(item, seqNr, index) : before.after(item);
        return new Payment(
                endToEndId,
                original,
                returns.plus(now.rtrId(), now),
                withDevolucao(rtrIds, now),
                original == null ? 0 : counted + counted(now) - (before == null ? 0 : counted(before)),
                violations,
                Math.max(lastSeqNr, seqNr));
    }

    private Payment afterOriginal(PixItem item, List<Refused> refused, long seqNr) {
        TreePMap<String, Return> joined = returns;
        TreePVector<Violation> known = violations;
        for (Refused each : refused) {
            Return inVain = joined.get(each.rtrId());
            if (inVain != null) {
                joined = joined.minus(each.rtrId());
                known = bounded(known.plus(Violation.of(each.rule(), inVain)));
            }
        }
        Original now = new Original(item.kind(), item.centavos(), item.occurredAtMillis(), seqNr);
        return of(new KnownPayment(endToEndId, now, List.copyOf(joined.values()), known, Math.max(lastSeqNr, seqNr)));
    }

    private static long counted(Return each) {
        return each.counts() ? each.centavos() : 0;
    }

    private static TreePMap<String, String> withDevolucao(TreePMap<String, String> rtrIds, Return each) {
        return each.devolucaoId() == null ? rtrIds : rtrIds.plus(each.devolucaoId(), each.rtrId());
    }

    private static TreePVector<Violation> violations(TreePVector<Violation> before, @Nullable Rule rule, PixItem item) {
        return rule == null ? before : bounded(before.plus(Violation.of(rule, item)));
    }

    private static TreePVector<Violation> bounded(TreePVector<Violation> violations) {
        return violations.size() > MAX_VIOLATIONS ? violations.minus(0) : violations;
    }
}
