package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import io.rastro.sharding.entity.TableInquiry;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one courier asks the query table, and how often: whether old fixes are there, and how far the table has come.
 * Lives inside the courier's actor; not thread-safe.
 *
 * <p>How far the table has come is asked by a proof: an event whose presence shows that all earlier ones are there. The
 * same proof is asked for again, ever more seldom, until the table has it: a table that lags behind a busy courier would
 * never have the newest.
 */
final class TableQuestions {

    private static final int MAX_DOUBLINGS = 3;
    /** Then another proof is taken, in case the row of this one is gone for ever. */
    private static final int MAX_REFUSALS = 16;

    /** A fix and the event that recorded it. */
    record Proof(long fixedAtMillis, long seqNr) {}

    private final FixArchive archive;
    private final String courierId;
    private final CourierSettings settings;
    private final LongSupplier nanoTime;
    private final TableInquiry inquiry;
    private long tabledUpTo;
    private @Nullable Proof proof;
    private boolean asking;
    private int refusals;
    private long nextQuestionAt;

    TableQuestions(FixArchive archive, String courierId, CourierSettings settings, LongSupplier nanoTime) {
        this.archive = archive;
        this.courierId = courierId;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.inquiry = new TableInquiry(settings.lookupTimeout(), nanoTime);
        this.nextQuestionAt = nanoTime.getAsLong();
    }

    void recovered(CourierState state) {
        tabledUpTo = Math.max(tabledUpTo, state.tabledUpTo());
    }

    /** Every event up to this one is in the table. */
    long tabledUpTo() {
        return tabledUpTo;
    }

    // Old fixes

    /** Fails when the table does not answer in time. */
    CompletionStage<BitSet> contained(List<Position> fixes) {
        return inquiry.inTime(() -> archive.contained(courierId, fixes));
    }

    void lookedUp(boolean answered) {
        inquiry.lookedUp(answered);
    }

    /** The last look-up failed a moment ago: POSTs are not made to wait for the next one. */
    boolean isAway() {
        return inquiry.isAway();
    }

    // How far the table has come

    /** The window is as long as it may be, and nothing is known to be able to leave with the next event. */
    boolean isWindowFull(CourierState state) {
        return state.window().size() >= settings.windowMax()
                && tabledUpTo <= state.tabledUpTo()
                && state.window().proofOfSurplus(settings.windowSize()) >= 0;
    }

    /** What to ask for now; null when there is nothing to ask. */
    @Nullable
    Proof due(CourierState state) {
        FixWindow window = state.window();
        if (asking
                || window.size() < 2 * settings.windowSize()
                || tabledUpTo > state.tabledUpTo()
                || nanoTime.getAsLong() - nextQuestionAt < 0) {
            return null;
        }
        if (proof == null) {
            int place = window.proofOfSurplus(settings.windowSize());
            proof = place < 0 ? null : new Proof(window.fixedAtMillis(place), window.seqNr(place));
        }
        return proof;
    }

    CompletionStage<Boolean> ask(Proof asked) {
        asking = true;
        return inquiry.inTime(() -> archive.containsEvent(courierId, asked.fixedAtMillis(), asked.seqNr()));
    }

    void answered(Proof asked, boolean inTable) {
        asking = false;
        nextQuestionAt = nanoTime.getAsLong() + (TableInquiry.WAIT_NANOS << Math.min(refusals, MAX_DOUBLINGS));
        if (inTable) {
            // Of the event itself more may be to come.
            tabledUpTo = Math.max(tabledUpTo, asked.seqNr() - 1);
            refusals = 0;
            proof = null;
        } else if (++refusals % MAX_REFUSALS == 0) {
            proof = null;
        }
    }
}
