package io.rastro.proving.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replays a file: every courier or account strictly in the order of the file, all of them side by side. The file is read
 * ahead by a bounded number of rows; a batch that is not full is sent when no more rows can be read ahead.
 *
 * @param <T> a row
 */
public final class FileSource<T> implements Source {

    private static final int READ_AHEAD = 200_000;

    /** Of so many a lane is kept that has nothing to send: a file may have as many accounts as lines. */
    private static final int LANES_KEPT = 100_000;

    private final CsvFile<T> file;
    private final int batchSize;
    private final Function<T, String> laneOf;
    private final Function<List<T>, Content> contentOf;
    private final Map<String, FileLane<T>> lanes = new HashMap<>();
    private final ArrayDeque<FileLane<T>> ready = new ArrayDeque<>();
    private int waiting;
    private boolean readToEnd;

    private static final class FileLane<T> implements Batch.Lane {
        final String name;
        final ArrayDeque<T> rows = new ArrayDeque<>();
        boolean busy;
        boolean queued;

        FileLane(String name) {
            this.name = name;
        }
    }

    private FileSource(
            CsvFile<T> file, int batchSize, Function<T, String> laneOf, Function<List<T>, Content> contentOf) {
        this.file = file;
        this.batchSize = batchSize;
        this.laneOf = laneOf;
        this.contentOf = contentOf;
    }

    /** A lane for each courier. */
    public static FileSource<Fix> perCourier(CsvFile<Fix> file, int batchSize) {
        return new FileSource<>(
                file,
                batchSize,
                Fix::courierId,
                fixes -> new Positions(fixes.get(0).courierId(), fixes));
    }

    /** A number of gateways; a courier always comes through the same one. */
    public static FileSource<Fix> viaGateways(CsvFile<Fix> file, int batchSize, int gateways) {
        return new FileSource<>(
                file,
                batchSize,
                fix -> Integer.toString(Math.floorMod(fix.courierId().hashCode(), gateways)),
                fixes -> new Positions(null, fixes));
    }

    /** A lane for each account. */
    public static FileSource<Transfer> perAccount(CsvFile<Transfer> file, int batchSize) {
        return new FileSource<>(
                file,
                batchSize,
                Transfer::accountId,
                transfers -> new PixEvents(transfers.get(0).accountId(), transfers));
    }

    @Override
    public @Nullable Batch poll() throws IOException {
        readAhead();
        FileLane<T> lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.queued = false;
        lane.busy = true;
        List<T> rows = new ArrayList<>(Math.min(batchSize, lane.rows.size()));
        while (rows.size() < batchSize && !lane.rows.isEmpty()) {
            rows.add(lane.rows.remove());
        }
        waiting -= rows.size();
        return new Batch(lane, contentOf.apply(rows));
    }

    @Override
    public void release(Batch batch) {
        @SuppressWarnings("unchecked") // it gave the batch this lane
        FileLane<T> lane = (FileLane<T>) batch.lane();
        lane.busy = false;
        queueIfSendable(lane);
        if (lane.rows.isEmpty() && (readToEnd || lanes.size() > LANES_KEPT)) {
            lanes.remove(lane.name);
        }
    }

    @Override
    public boolean isExhausted() {
        return readToEnd && waiting == 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void readAhead() throws IOException {
        while (!readToEnd && ready.isEmpty() && waiting < READ_AHEAD) {
            T row = file.next();
            if (row == null) {
                readToEnd = true;
            } else {
                FileLane<T> lane = lanes.computeIfAbsent(laneOf.apply(row), FileLane::new);
                lane.rows.add(row);
                waiting++;
                queueIfSendable(lane);
            }
            if (readToEnd || waiting == READ_AHEAD) {
                lanes.values().forEach(this::queueIfSendable);
            }
        }
    }

    private void queueIfSendable(FileLane<T> lane) {
        boolean full = lane.rows.size() >= batchSize;
        boolean noMoreToCome = readToEnd || waiting >= READ_AHEAD;
        if (!lane.busy && !lane.queued && (full || (noMoreToCome && !lane.rows.isEmpty()))) {
            lane.queued = true;
            ready.add(lane);
        }
    }
}
