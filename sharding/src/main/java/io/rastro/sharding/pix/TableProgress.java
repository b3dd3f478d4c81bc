package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.sharding.entity.TableInquiry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one account asks the query tables, and what it makes of their answers: whether ids that left its memory were here,
 * and how far the tables have come, so that more may leave. Lives inside the account's actor; not thread-safe.
 */
final class TableProgress {

    /**
     * How far the account was when it asked.
     *
     * @param newest by kind, the last event with an item of it
     */
    record Asked(long seqNr, Map<PixKind, Long> newest) {}

    private final PixArchive archive;
    private final String accountId;
    private final PixSettings settings;
    private final LongSupplier nanoTime;
    private final TableInquiry inquiry;
    private long tabledUpTo;
    private boolean asking;
    private long nextQuestionAt;

    TableProgress(PixArchive archive, String accountId, PixSettings settings, LongSupplier nanoTime) {
        this.archive = archive;
        this.accountId = accountId;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.inquiry = new TableInquiry(settings.lookupTimeout(), nanoTime);
        this.nextQuestionAt = nanoTime.getAsLong();
    }

    void recovered(PixAccountState state) {
        tabledUpTo = Math.max(tabledUpTo, state.tabledUpTo());
    }

    // Ids that left

    /**
     * Fails when the tables do not answer in time.
     *
     * @param ids none when what a call waited for has come back to the account while another look-up was under way
     */
    CompletionStage<LookedUp> lookUp(Set<String> ids) {
        if (ids.isEmpty()) {
            return CompletableFuture.completedFuture(LookedUp.NOTHING);
        }
        return inquiry.inTime(() -> archive.lookUp(accountId, ids).thenApply(told -> LookedUp.ofTold(ids, told)));
    }

    void lookedUp(boolean answered) {
        inquiry.lookedUp(answered);
    }

    /** The last look-up failed a moment ago: calls are not made to wait for the next one. */
    boolean isAway() {
        return inquiry.isAway();
    }

    // How far the tables have come

    /** Every event up to this one is in the tables. */
    long tabledUpTo() {
        return tabledUpTo;
    }

    /** The account remembers as much as it may, and nothing is known to be able to leave with the next event. */
    boolean isFull(PixAccountState state) {
        return state.payments().weight() >= settings.windowMax()
                && !state.payments().canLeave(tabledUpTo);
    }

    /** What to ask for now; null when there is nothing to ask. */
    @Nullable
    Asked due(PixAccountState state) {
        boolean enough = !state.payments().hasSurplus() || state.payments().canLeave(tabledUpTo);
        return asking || enough || nanoTime.getAsLong() - nextQuestionAt < 0
                ? null
                : new Asked(state.seqNr(), state.newest());
    }

    CompletionStage<Map<PixKind, Long>> ask() {
        asking = true;
        return inquiry.inTime(() -> archive.tabledUpTo(accountId));
    }

    /** @param upTo null when the tables did not answer */
    void answered(Asked asked, @Nullable Map<PixKind, Long> upTo) {
        asking = false;
        nextQuestionAt = nanoTime.getAsLong() + TableInquiry.WAIT_NANOS;
        if (upTo != null) {
            tabledUpTo = Math.max(tabledUpTo, tabledUpTo(asked, upTo));
        }
    }

    /** A kind of which all is there keeps nothing back, however long ago that was. */
    private static long tabledUpTo(Asked asked, Map<PixKind, Long> upTo) {
        long all = asked.seqNr();
        for (Map.Entry<PixKind, Long> newest : asked.newest().entrySet()) {
            long there = upTo.getOrDefault(newest.getKey(), 0L);
            if (there < newest.getValue()) {
                all = Math.min(all, there);
            }
        }
        return all;
    }
}
