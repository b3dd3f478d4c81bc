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
 * @param pixRate Pix events a second
 * @param pixAccounts accounts that they are of; 0 for none
 * @param connections requests of positions under way at most
 * @param patience how long, after the last fault, the sinks may take to have everything
 */
public record ChaosSettings(
        long seed,
        Duration duration,
        Set<Fault> faults,
        double rate,
        int couriers,
        double pixRate,
        int pixAccounts,
        int connections,
        Duration patience) {

    public ChaosSettings {
        faults = Set.copyOf(faults);
        if (!(rate > 0) || (pixAccounts > 0 && !(pixRate > 0))) {
            throw new IllegalArgumentException("a load needs a rate");
        }
    }
}
