package io.rastro.proving.bench;

import java.time.Duration;

/**
 * How to measure what watchers see.
 *
 * @param postsPerSecond single positions, on schedule whatever the answers do
 * @param couriers that post in turn, each watched
 * @param watchers of each courier, over a WebSocket each
 */
public record LiveSettings(double postsPerSecond, int couriers, int watchers, Duration duration) {

    /** Nothing is to be measured. */
    public boolean isSkipped() {
        return postsPerSecond == 0 || couriers == 0 || watchers == 0 || duration.isZero();
    }

    LiveSettings during(Duration other) {
        return new LiveSettings(postsPerSecond, couriers, watchers, other);
    }
}
