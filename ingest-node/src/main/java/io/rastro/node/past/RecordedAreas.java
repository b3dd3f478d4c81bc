package io.rastro.node.past;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.AskedArea;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.table.PositionTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who was where, from the query tables: whoever was in one of the cells that cover the area within the last minutes before
 * the instant, and of each of them the newest position that is not after it. As exact as the table: what the sink has not
 * written yet is not there, so an answer of the last {@value #SETTLED_SECONDS} s is not complete.
 *
 * <p>A question reads at most {@value #MOST_PARTITIONS} partitions of cells and the positions of {@value #MOST_COURIERS}
 * couriers, {@value #AT_A_TIME} at a time.
 */
public final class RecordedAreas implements PastAreas {

    static final int MOST_PARTITIONS = 4_096;
    static final int MOST_COURIERS = 5_000;

    private static final int AT_A_TIME = 32;
    private static final int SETTLED_SECONDS = 30;

    private final PositionTable table;
    private final Duration visibleFor;
    private final Clock clock;

    public RecordedAreas(PositionTable table, Duration visibleFor, Clock clock) {
        this.table = table;
        this.visibleFor = visibleFor;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Areas.Answer> who(AskedArea area, Instant asked, int most) {
        Instant now = clock.instant();
        Instant at = asked.isAfter(now) ? now : asked;
        Instant from = at.minus(visibleFor);
        int slots = PositionTable.slotsOf(from, at);
        List<Long> cells = area.cells(PositionTable.CELL_LEVEL, Math.max(1, MOST_PARTITIONS / slots));
        if (cells == null) {
            return CompletableFuture.failedStage(new TooLargeException(
                    "covers more of the earth than is looked through for an instant of the past"));
        }
        return table.couriersIn(cells, from, at, MOST_COURIERS)
                .thenCompose(couriers -> positions(
                        couriers.orElseThrow(() -> new TooLargeException(
                                "had more than " + MOST_COURIERS + " couriers in it or near it at that time")),
                        area,
                        from,
                        at))
                .thenApply(there ->
                        new Areas.Answer(area.answer(there, most), at.isBefore(now.minusSeconds(SETTLED_SECONDS))));
    }

    private CompletionStage<List<TracedPosition>> positions(
            Set<String> couriers, AskedArea area, Instant from, Instant at) {
        Queue<TracedPosition> there = new ConcurrentLinkedQueue<>();
        return Bounded.each(
                        new ArrayList<>(couriers),
                        AT_A_TIME,
                        courierId -> table.newest(courierId, from, at).thenAccept(newest -> {
                            TracedPosition found = inside(area, newest.orElse(null));
                            if (found != null) {
                                there.add(found);
                            }
                        }))
                .thenApply(done -> List.copyOf(there));
    }

    private static @Nullable TracedPosition inside(AskedArea area, @Nullable TracedPosition newest) {
        if (newest == null
                || !area.contains(newest.position().lat(), newest.position().lon())) {
            return null;
        }
        Position position = newest.position().withoutAttributes();
        return new TracedPosition(
                newest.courierId(), newest.seqNr(), newest.index(), newest.receivedAtMillis(), position);
    }
}
