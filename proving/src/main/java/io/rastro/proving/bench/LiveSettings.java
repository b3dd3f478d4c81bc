package io.rastro.proving.bench;

import java.time.Duration;

/**
 * How to measure what watchers see.
 *
 * @param postsPerSecond single positions, on schedule whatever the answers do
 * @param couriers that post in turn, each watched over a WebSocket of its own
 */
public record LiveSettings(double postsPerSecond, int couriers, Duration duration) {

    /** Nothing is to be measured. */
    public boolean isSkipped() {
        return postsPerSecond == 0 || couriers == 0 || duration.isZero();
    }

    LiveSettings during(Duration other) {
        return new LiveSettings(postsPerSecond, couriers, other);
    }
}
