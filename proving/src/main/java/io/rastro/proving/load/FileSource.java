package io.rastro.proving.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays a file: every courier strictly in the order of the file, couriers side by side. The file is read ahead by a
 * bounded number of rows; a batch that is not full is sent when no more rows can be read ahead.
 */
public final class FileSource implements Source {

    private static final int READ_AHEAD = 200_000;

    private final PositionsFile file;
    private final int batchSize;
    private final int gatewayLanes;
    private final Map<String, FileLane> lanes = new HashMap<>();
    private final ArrayDeque<FileLane> ready = new ArrayDeque<>();
    private int waiting;
    private boolean readToEnd;

    private static final class FileLane implements Batch.Lane {
        final @Nullable String courierId;
        final ArrayDeque<Fix> fixes = new ArrayDeque<>();
        boolean busy;
        boolean queued;

        FileLane(@Nullable String courierId) {
            this.courierId = courierId;
        }
    }

    private FileSource(PositionsFile file, int batchSize, int gatewayLanes) {
        this.file = file;
        this.batchSize = batchSize;
        this.gatewayLanes = gatewayLanes;
    }

    /** A lane for each courier. */
    public static FileSource perCourier(PositionsFile file, int batchSize) {
        return new FileSource(file, batchSize, 0);
    }

    /** A number of gateways; a courier always comes through the same one. */
    public static FileSource viaGateways(PositionsFile file, int batchSize, int gateways) {
        return new FileSource(file, batchSize, gateways);
    }

    @Override
    public @Nullable Batch poll() throws IOException {
        readAhead();
        FileLane lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.queued = false;
        lane.busy = true;
        List<Fix> fixes = new ArrayList<>(Math.min(batchSize, lane.fixes.size()));
        while (fixes.size() < batchSize && !lane.fixes.isEmpty()) {
            fixes.add(lane.fixes.remove());
        }
        waiting -= fixes.size();
        return new Batch(lane, lane.courierId, fixes);
    }

    @Override
    public void release(Batch batch) {
        FileLane lane = (FileLane) batch.lane();
        lane.busy = false;
        queueIfSendable(lane);
        if (readToEnd && lane.fixes.isEmpty()) {
            lanes.remove(laneName(batch.fixes().get(0)));
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
            Fix fix = file.next();
            if (fix == null) {
                readToEnd = true;
            } else {
                FileLane lane = lanes.computeIfAbsent(
                        laneName(fix), name -> new FileLane(gatewayLanes == 0 ? fix.courierId() : null));
                lane.fixes.add(fix);
                waiting++;
                queueIfSendable(lane);
            }
            if (readToEnd || waiting == READ_AHEAD) {
                lanes.values().forEach(this::queueIfSendable);
            }
        }
    }

    private void queueIfSendable(FileLane lane) {
        boolean full = lane.fixes.size() >= batchSize;
        boolean noMoreToCome = readToEnd || waiting >= READ_AHEAD;
        if (!lane.busy && !lane.queued && (full || (noMoreToCome && !lane.fixes.isEmpty()))) {
            lane.queued = true;
            ready.add(lane);
        }
    }

    private String laneName(Fix fix) {
        return gatewayLanes == 0
                ? fix.courierId()
                : Integer.toString(Math.floorMod(fix.courierId().hashCode(), gatewayLanes));
    }
}
