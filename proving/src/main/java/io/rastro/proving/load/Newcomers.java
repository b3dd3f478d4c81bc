package io.rastro.proving.load;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first position of each of {@link SimulatedCouriers}, many couriers in one request as a gateway sends them. */
public final class Newcomers implements Source {

    private static final Duration DAY = Duration.ofDays(1);

    private final SimulatedCouriers couriers;
    private final int count;
    private final int perRequest;
    private boolean all;

    private record Lane() implements Batch.Lane {}

    /**
     * @param name the first part of their ids
     * @param perRequest at most as many as {@code rastro.http.max-couriers}
     */
    public Newcomers(String name, int count, int perRequest, long seed) {
        this.couriers = new SimulatedCouriers(name, count, 1, DAY, seed, Clock.systemUTC());
        this.count = count;
        this.perRequest = perRequest;
    }

    @Override
    public @Nullable Batch poll() {
        List<Fix> fixes = new ArrayList<>(perRequest);
        while (!all && fixes.size() < perRequest) {
            Batch next = couriers.poll();
            if (next == null) {
                all = true;
            } else {
                fixes.add(Positions.first(next.content()));
            }
        }
        return fixes.isEmpty() ? null : new Batch(new Lane(), new Positions(null, fixes));
    }

    /** Nobody comes twice. */
    @Override
    public void release(Batch batch) {}

    @Override
    public boolean isExhausted() {
        return all;
    }

    @Override
    public long total() {
        return count;
    }
}
