package io.rastro.proving.load;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@link SimulatedCouriers} as they are in the field: now and then a position out of range, one that was sent before, a
 * device whose clock is wrong by hours. The switches may be turned from any thread.
 */
public final class OddCouriers implements EndlessSource {

    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final double OUT_OF_RANGE = 0.02;
    private static final double SENT_BEFORE = 0.03;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int WRONG_ONE_IN = 4;
    private static final int WRONG_BY_AT_MOST_HOURS = 6;

    private final SimulatedCouriers couriers;
    private final boolean gateway;
    private final SplittableRandom random;
    private volatile boolean wrongClocks;
    private volatile boolean ended;
    private final Map<String, Fix> before = new HashMap<>();

    /** @param gateway whether each position says itself whose it is */
    public OddCouriers(String name, int couriers, int batchSize, boolean gateway, long seed) {
        this.couriers = new SimulatedCouriers(name, couriers, batchSize, FOR_EVER, seed, Clock.systemUTC());
        this.gateway = gateway;
        this.random = new SplittableRandom(seed);
    }

    public void wrongClocks(boolean on) {
        wrongClocks = on;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public @Nullable Batch poll() {
        Batch batch = ended ? null : couriers.poll();
        if (batch == null) {
            return null;
        }
        Positions positions = Positions.of(batch.content());
        List<Fix> fixes = new ArrayList<>(positions.size() + 1);
        for (Fix fix : positions.fixes()) {
            fixes.add(wrongClocks ? byItsClock(fix) : fix);
        }
        disturb(fixes);
        return new Batch(batch.lane(), new Positions(gateway ? null : positions.courierId(), fixes));
    }

    /** A batch may get one more; of a single post it takes the place. */
    private void disturb(List<Fix> fixes) {
        Fix last = fixes.get(fixes.size() - 1);
        double drawn = random.nextDouble();
        if (drawn < OUT_OF_RANGE) {
            add(fixes, moved(last, last.fixedAtMillis() + 1, 91));
        } else if (drawn < OUT_OF_RANGE + SENT_BEFORE) {
            add(fixes, before.getOrDefault(last.courierId(), last));
        }
        before.put(last.courierId(), last);
    }

    private static void add(List<Fix> fixes, Fix odd) {
        if (fixes.size() == 1) {
            fixes.set(0, odd);
        } else {
            fixes.add(odd);
        }
    }

    private static Fix byItsClock(Fix fix) {
        int device = Math.floorMod(fix.courierId().hashCode(), WRONG_ONE_IN * (2 * WRONG_BY_AT_MOST_HOURS + 1));
        if (device % WRONG_ONE_IN != 0) {
            return fix;
        }
        int hours = device / WRONG_ONE_IN - WRONG_BY_AT_MOST_HOURS;
        return moved(fix, fix.fixedAtMillis() + hours * HOUR_MILLIS, fix.lat());
    }

    private static Fix moved(Fix fix, long fixedAtMillis, double lat) {
        return new Fix(
                fix.courierId(),
                fixedAtMillis,
                lat,
                fix.lon(),
                fix.altitudeM(),
                fix.speedMps(),
                fix.bearingDeg(),
                fix.accuracyM(),
                fix.line());
    }

    @Override
    public void release(Batch batch) {
        couriers.release(batch);
    }

    @Override
    public boolean isExhausted() {
        return ended;
    }
}
