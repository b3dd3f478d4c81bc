package io.rastro.proving.drill;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.KindFigures;
import io.rastro.proving.verify.VerifyReport;
import io.rastro.proving.verify.WriterFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What has to hold in every drill, and how it is said. */
final class Bounds {

    static final String STORES_AGREE = "journal, topic, table and lake agree with the ledger";

    private Bounds() {}

    /** @param phases all of them */
    static List<Bound> ofPosts(Scenario scenario, List<PhaseFigures> phases, LoadReport load) {
        List<Bound> bounds = new ArrayList<>();
        if (!scenario.mayRetryMore()) {
            long failed = phases.stream()
                    .filter(phase -> phase.phase() != Phase.WARM_UP)
                    .mapToLong(PhaseFigures::failed)
                    .sum();
            bounds.add(Bound.timed("posts that failed after one retry", Long.toString(failed), "0", failed == 0));
        }
        for (PhaseFigures phase : phases) {
            if (phase.phase() == Phase.DURING && scenario.p99Millis() > 0) {
                bounds.add(atMost("p99 of the posts during", phase.p99Millis(), scenario.p99Millis()));
            }
            if (phase.phase() == Phase.DURING && scenario.longestMillis() > 0) {
                bounds.add(atMost("longest post during", phase.maxMillis(), scenario.longestMillis()));
            }
        }
        bounds.add(answered(Items.POSITIONS, load));
        return bounds;
    }

    static Bound answered(Items items, LoadReport load) {
        return none(items.words() + " that were never answered for", load.unanswered() + load.refused());
    }

    /** Nothing that these accounts tell is wrong; and where nothing was recorded nothing was proven. */
    static List<Bound> ofPix(LoadReport load) {
        return List.of(
                answered(Items.PIX_EVENTS, load),
                none(Items.PIX_EVENTS.words() + " that were rejected", load.rejected()),
                Bound.exact(
                        Items.PIX_EVENTS.words() + " acknowledged",
                        Long.toString(load.acknowledged()),
                        "some",
                        load.acknowledged() > 0));
    }

    static List<Bound> ofStreams(StreamFigures streams) {
        if (streams.watchers() == 0) {
            return List.of();
        }
        return List.of(
                none("live cursors missing", streams.missing()),
                none("live cursors doubled", streams.doubled() + streams.outOfOrder()),
                none("live frames of another fix than the acknowledged one", streams.wrong()));
    }

    /**
     * What a recovery finds late in one process is ADR 8's; two processes are two owners, whatever came of it.
     *
     * @param drained null when the sinks did not have everything in time
     */
    static List<Bound> ofStores(@Nullable Duration drained, VerifyReport verified) {
        WriterFigures writers = verified.writers();
        List<Bound> bounds = new ArrayList<>();
        for (KindFigures kind : verified.kinds()) {
            bounds.add(none(kind.items().words() + " lost", kind.lost()));
            bounds.add(none(kind.items().words() + " twice", kind.twice()));
        }
        bounds.add(none("events acknowledged to two requests", verified.acknowledgedTwice()));
        bounds.addAll(List.of(
                is(STORES_AGREE, verified.isGood()),
                Bound.timed(
                        "sinks have everything",
                        drained == null
                                ? "not in time"
                                : String.format(Locale.ROOT, "after %.1f s", drained.toMillis() / 1e3),
                        "in time",
                        drained != null),
                none("sequence numbers written by two processes", writers.twoProcesses()),
                none("acknowledged events that do not count", writers.displaced()),
                none("rows in the tables of events that do not count", writers.counted())));
        return bounds;
    }

    static Bound none(String what, long count) {
        return Bound.exact(what, Long.toString(count), "0", count == 0);
    }

    static Bound is(String what, boolean so) {
        return Bound.exact(what, so ? "yes" : "no", "yes", so);
    }

    /** @param seconds until it happened; null: it did not */
    static Bound happened(String what, @Nullable Double seconds) {
        return Bound.exact(
                what,
                seconds == null ? "no" : String.format(Locale.ROOT, "after %.1f s", seconds),
                "by itself",
                seconds != null);
    }

    static Bound atMost(String what, double millis, double limitMillis) {
        return Bound.timed(
                what,
                String.format(Locale.ROOT, "%.0f ms", millis),
                String.format(Locale.ROOT, "%.0f ms", limitMillis),
                millis <= limitMillis);
    }

    /** Where nothing was measured, nothing holds, on any machine. @param seconds null: not measured */
    static Bound measuredWithin(String what, @Nullable Double seconds, double limitSeconds) {
        Bound timed = within(what, seconds, limitSeconds);
        return seconds == null ? Bound.exact(what, "not measured", timed.limit(), false) : timed;
    }

    /** @param seconds null: never */
    static Bound within(String what, @Nullable Double seconds, double limitSeconds) {
        return Bound.timed(
                what,
                seconds == null ? "never" : String.format(Locale.ROOT, "%.1f s", seconds),
                String.format(Locale.ROOT, "%.0f s", limitSeconds),
                seconds != null && seconds <= limitSeconds);
    }
}
