package io.rastro.proving.load;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Couriers on random walks through São Paulo, the same walks for the same seed. A courier's clock never stands still and
 * never runs ahead: the fixes of a batch end now and lie a millisecond or more apart.
 */
public final class SimulatedCouriers implements EndlessSource {

    private static final double CENTRE_LAT = -23.55;
    private static final double CENTRE_LON = -46.63;
    private static final double SPREAD_DEGREES = 0.15;
    private static final double METRES_PER_DEGREE = 111_320;
    private static final long FIX_INTERVAL_MILLIS = 1000;
    private static final long FIRST_BATCH_MILLIS = 1000;

    private final int batchSize;
    private final Clock clock;
    private final Turns<Walker> turns;

    private static final class Walker implements Batch.Lane {
        final String courierId;
        final SplittableRandom random;
        double lat;
        double lon;
        double bearing;
        double speed;
        long lastFixMillis;

        Walker(String courierId, SplittableRandom random) {
            this.courierId = courierId;
            this.random = random;
            this.lat = CENTRE_LAT + random.nextDouble(-SPREAD_DEGREES, SPREAD_DEGREES);
            this.lon = CENTRE_LON + random.nextDouble(-SPREAD_DEGREES, SPREAD_DEGREES);
            this.bearing = random.nextDouble(360);
            this.speed = random.nextDouble(3, 14);
        }
    }

    /**
     * @param name the first part of the couriers' ids, so that runs can keep out of each other's way
     */
    public SimulatedCouriers(String name, int couriers, int batchSize, Duration duration, long seed, Clock clock) {
        this.batchSize = batchSize;
        this.clock = clock;
        this.turns = new Turns<>(couriers, clock.millis() + duration.toMillis());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < couriers; i++) {
            turns.add(new Walker(name + "-" + i, random.split()));
        }
    }

    @Override
    public void end() {
        turns.end();
    }

    @Override
    public @Nullable Batch poll() {
        long now = clock.millis();
        Walker walker = turns.next(now);
        if (walker == null) {
            return null;
        }
        if (walker.lastFixMillis == 0) {
            walker.lastFixMillis = now - FIRST_BATCH_MILLIS;
        }
        long step = Math.max(1, Math.min(FIX_INTERVAL_MILLIS, (now - walker.lastFixMillis) / batchSize));
        List<Fix> fixes = new ArrayList<>(batchSize);
        for (int i = 0; i < batchSize; i++) {
            fixes.add(walk(walker, step));
        }
        return new Batch(walker, new Positions(walker.courierId, fixes));
    }

    @Override
    public void release(Batch batch) {
        turns.add((Walker) batch.lane());
    }

    @Override
    public boolean isExhausted() {
        return turns.isOver();
    }

    private static Fix walk(Walker walker, long millis) {
        walker.lastFixMillis += millis;
        walker.bearing =
                Math.floorMod(Math.round(walker.bearing * 10 + walker.random.nextDouble(-200, 200)), 3600) / 10.0;
        walker.speed = tenths(Math.min(16, Math.max(0, walker.speed + walker.random.nextDouble(-1, 1))));
        double metres = walker.speed * millis / 1000;
        double heading = Math.toRadians(walker.bearing);
        walker.lat = sevenDigits(walker.lat + metres * Math.cos(heading) / METRES_PER_DEGREE);
        walker.lon = sevenDigits(
                walker.lon + metres * Math.sin(heading) / (METRES_PER_DEGREE * Math.cos(Math.toRadians(CENTRE_LAT))));
        return new Fix(
                walker.courierId,
                walker.lastFixMillis,
                walker.lat,
                walker.lon,
                Double.NaN,
                walker.speed,
                walker.bearing,
                tenths(walker.random.nextDouble(3, 12)),
                0);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double sevenDigits(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }
}
