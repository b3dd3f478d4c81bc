package io.rastro.proving.chaos;

import java.time.Duration;
import java.util.Set;

/**
 * One run.
 *
 * @param seed of everything that is random
 * @param duration how long faults are begun
 * @param faults which of them
 * @param rate positions a second
 * @param couriers that post
 * @param connections requests under way at most
 * @param patience how long, after the last fault, the sinks may take to have everything
 */
public record ChaosSettings(
        long seed,
        Duration duration,
        Set<Fault> faults,
        double rate,
        int couriers,
        int connections,
        Duration patience) {

    public ChaosSettings {
        faults = Set.copyOf(faults);
    }
}
