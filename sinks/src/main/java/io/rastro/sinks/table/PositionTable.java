package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code courier_positions}: a row a position, a partition a courier and day (UTC, of the fix's own time). Any
 * thread; nothing blocks but {@link #open}.
 */
public final class PositionTable {

    /** Of the S2 cells by which couriers are found. */
    public static final int CELL_LEVEL = CellSlot.LEVEL;

    private final InsertPositions insert;
    private final FindFixes fixes;
    private final ReadHistory history;
    private final FindNewest newest;
    private final FindInCells inCells;

    private PositionTable(CqlSession session, TableSettings settings) {
        this.insert = new InsertPositions(session, settings);
        this.fixes = new FindFixes(session, settings);
        this.history = new ReadHistory(session, settings);
        this.newest = new FindNewest(session, settings);
        this.inCells = new FindInCells(session, settings);
    }

    /**
     * Creates what is missing, if the settings allow it, and prepares the statements. Blocks.
     *
     * @throws TableMismatchException when the table that is there lacks columns; to try again does not help
     */
    public static PositionTable open(CqlSession session, TableSettings settings) {
        if (settings.createSchema()) {
            TableSchema.create(session, settings);
        }
        try {
            return new PositionTable(session, settings);
        } catch (InvalidQueryException e) {
            // What is not there yet may be created by somebody else.
            throw TableSchema.isOfAnotherVersion(session, settings)
                    ? new TableMismatchException(settings.keyspace(), e)
                    : e;
        }
    }

    /**
     * Writes positions of one courier. Rows become visible in the order of the list; writing one again changes nothing.
     */
    public CompletionStage<Void> insert(List<TracedPosition> ofOneCourier) {
        return insert.inOrder(ofOneCourier);
    }

    /** Which of these fixes (time, latitude and longitude equal) have a row; bit i stands for fix i. */
    public CompletionStage<BitSet> contained(String courierId, List<Position> fixesToFind) {
        return fixes.contained(courierId, fixesToFind);
    }

    /** Whether this event has a row with this time of the fix. */
    public CompletionStage<Boolean> containsEvent(String courierId, long fixedAtMillis, long seqNr) {
        return fixes.containsEvent(courierId, fixedAtMillis, seqNr);
    }

    /** The columns of a row's primary key, without its event id. */
    public static Map<String, String> keyOf(TracedPosition traced) {
        Instant fixedAt = traced.position().fixedAt();
        Map<String, String> key = new LinkedHashMap<>();
        key.put("courierId", traced.courierId());
        key.put("day", LocalDate.ofInstant(fixedAt, ZoneOffset.UTC).toString());
        key.put("fixedAt", Rfc3339.format(fixedAt.toEpochMilli()));
        return key;
    }

    /** Whether this very position, by its event id, has its row. */
    public CompletionStage<Boolean> containsItem(TracedPosition traced) {
        return fixes.containsItem(traced);
    }

    /** A page of a courier's history, ordered by the time of the fix; see {@link HistoryReading#page}. */
    public CompletionStage<HistoryPage<TracedPosition>> history(
            String courierId, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        return history.page(courierId, from, to, limit, cursor);
    }

    /** The newest position of a courier by the time of the fix that is not after an instant, as far as it has its row. */
    public CompletionStage<Optional<TracedPosition>> newest(String courierId, Instant at) {
        return newest.notAfter(courierId, at.toEpochMilli());
    }

    /** The same, when it was not before {@code from} either. */
    public CompletionStage<Optional<TracedPosition>> newest(String courierId, Instant from, Instant at) {
        return newest.between(courierId, from.toEpochMilli(), at.toEpochMilli());
    }

    /**
     * The couriers with a fix in one of these cells between two instants, both inclusive, and others: what is known of each is
     * the cell and ten minutes. Of those that were recorded before there were cells none.
     *
     * @param cells ids of S2 cells of level {@value #CELL_LEVEL}
     * @return empty when there are more than {@code most}
     */
    public CompletionStage<Optional<Set<String>>> couriersIn(List<Long> cells, Instant from, Instant to, int most) {
        return inCells.couriers(cells, from.toEpochMilli(), to.toEpochMilli(), most);
    }

    /** How many partitions {@link #couriersIn} reads for each cell. */
    public static int slotsOf(Instant from, Instant to) {
        return CellSlot.slotOf(to.toEpochMilli()) - CellSlot.slotOf(from.toEpochMilli()) + 1;
    }
}
