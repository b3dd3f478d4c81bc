package io.rastro.sharding.courier;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of the couriers, {@code rastro.courier} in {@code application.conf}, where each key is explained.
 *
 * @param windowSize fixes a courier remembers by itself once the table has the older ones
 * @param windowMax fixes it remembers at most while the table lags behind; beyond it a POST is answered with 503
 * @param ringSize journal events kept for watchers that come back
 * @param snapshotEvery journal events between two snapshots
 * @param passivateAfter a courier that is idle, unwatched and published leaves memory after this long
 * @param publishTimeout an event that was handed to the egress and not acknowledged for this long is handed over again
 * @param lookupTimeout the longest wait for the table before a POST is answered with 503
 * @param maxWaiting POSTs of one courier that wait, for a look-up, the journal or its recovery; beyond it 503. About as
 *     many as can be written one after the other within {@code askTimeout}: more would only time out
 * @param recoveriesAtOnce couriers of a node that nobody has asked for and that recover at the same time
 * @param numberOfShards never change it while a cluster runs
 * @param askTimeout the longest wait for a courier's answer
 * @param drainAskTimeout the same while a node's couriers are moving to others, if longer
 */
public record CourierSettings(
        int windowSize,
        int windowMax,
        int ringSize,
        int snapshotEvery,
        Duration passivateAfter,
        Duration publishTimeout,
        Duration lookupTimeout,
        int maxWaiting,
        int recoveriesAtOnce,
        int numberOfShards,
        Duration askTimeout,
        Duration drainAskTimeout) {

    public CourierSettings {
        require(windowSize >= 16, "window-size must be at least 16");
        require(windowMax >= 4 * windowSize, "window-max must be at least 4 x window-size");
        require(ringSize >= 0 && ringSize <= 1000, "ring-size must lie in 0..1000");
        require(snapshotEvery >= 10, "snapshot-every must be at least 10");
        require(!passivateAfter.isNegative() && !passivateAfter.isZero(), "passivate-after must be positive");
        require(
                publishTimeout.compareTo(Duration.ofSeconds(1)) >= 0
                        && publishTimeout.compareTo(Duration.ofHours(1)) <= 0,
                "publish-timeout must lie in 1 s..1 h");
        require(maxWaiting >= 1, "max-waiting must be at least 1");
        require(recoveriesAtOnce >= 1, "recoveries-at-once must be at least 1");
        require(numberOfShards >= 1, "number-of-shards must be at least 1");
    }

    public static CourierSettings from(Config config) {
        return new CourierSettings(
                config.getInt("window-size"),
                config.getInt("window-max"),
                config.getInt("ring-size"),
                config.getInt("snapshot-every"),
                config.getDuration("passivate-after"),
                config.getDuration("publish-timeout"),
                config.getDuration("lookup-timeout"),
                config.getInt("max-waiting"),
                config.getInt("recoveries-at-once"),
                config.getInt("number-of-shards"),
                config.getDuration("ask-timeout"),
                config.getDuration("drain-ask-timeout"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("rastro.courier." + otherwise);
        }
    }
}
