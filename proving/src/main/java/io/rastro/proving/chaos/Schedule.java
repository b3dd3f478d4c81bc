package io.rastro.proving.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Faults without end, the same for the same seed: all kinds in a random order, then all again in another one, so that
 * none is forgotten in a short run.
 */
public final class Schedule implements Iterator<Schedule.Planned> {

    private static final int SHORTEST_PAUSE_MILLIS = 2_000;
    private static final int LONGEST_PAUSE_MILLIS = 8_000;

    private final Random random;
    private final List<Fault> kinds;
    private final List<Fault> left = new ArrayList<>();
    private int number;

    /**
     * @param number from 1
     * @param before how long after the one before it the fault begins
     * @param hold how long it lasts; zero for what is over at once
     * @param seed of its own choices, such as which node
     */
    public record Planned(int number, Fault fault, Duration before, Duration hold, long seed) {}

    /** @param kinds at least one */
    public Schedule(long seed, Collection<Fault> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs a fault");
        }
        this.random = new Random(seed);
        this.kinds = kinds.stream().sorted().distinct().toList();
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Planned next() {
        if (left.isEmpty()) {
            left.addAll(kinds);
            Collections.shuffle(left, random);
        }
        Fault fault = left.remove(left.size() - 1);
        Duration before = Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        int longest = fault.longestSeconds() * 1000;
        int hold = longest == 0 ? 0 : random.nextInt(fault.shortestSeconds() * 1000, longest);
        return new Planned(++number, fault, before, Duration.ofMillis(hold), random.nextLong());
    }
}
