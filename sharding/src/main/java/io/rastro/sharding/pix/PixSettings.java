package io.rastro.sharding.pix;

import com.typesafe.config.Config;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.time.Duration;

/**
 * Settings of the Pix accounts, {@code rastro.pix} in {@code application.conf}, where each key is explained.
 *
 * @param windowSize payments that an account remembers by itself once the tables have them, and returns likewise
 * @param windowMax payments and returns it remembers at most while the tables lag behind; beyond it a call is answered with 503
 * @param ringSize events that an account keeps for watchers who come back
 * @param groupItems items that are written together at most, unless one call has more
 * @param snapshotEvery journal events between two snapshots
 * @param passivateAfter an account that is idle and published leaves memory after this long
 * @param publishTimeout an event that was handed to the egress and not acknowledged for this long is handed over again
 * @param lookupTimeout the longest wait for the tables before a call is answered with 503
 * @param maxWaiting calls of one account that wait, for others, a look-up, the journal or its recovery; beyond it 503
 * @param recoveriesAtOnce accounts of a node that nobody has asked for and that recover at the same time
 * @param numberOfShards never change it while a cluster runs
 * @param askTimeout the longest wait for an account's answer
 * @param drainAskTimeout the same while a node's accounts are moving to others, if longer
 */
public record PixSettings(
        int windowSize,
        int windowMax,
        int ringSize,
        int groupItems,
        int snapshotEvery,
        Duration passivateAfter,
        Duration publishTimeout,
        Duration lookupTimeout,
        int maxWaiting,
        int recoveriesAtOnce,
        int numberOfShards,
        Duration askTimeout,
        Duration drainAskTimeout,
        SignalSettings signals) {

    public PixSettings {
        require(windowSize >= 16, "window-size must be at least 16");
        require(windowMax >= 4 * windowSize, "window-max must be at least 4 x window-size");
        require(ringSize >= 0 && ringSize <= 1_000, "ring-size must lie in 0..1000");
        require(groupItems >= 1 && groupItems <= 10_000, "group-items must lie in 1..10000");
        require(snapshotEvery >= 10, "snapshot-every must be at least 10");
        require(!passivateAfter.isNegative() && !passivateAfter.isZero(), "passivate-after must be positive");
        require(
                publishTimeout.compareTo(Duration.ofSeconds(1)) >= 0
                        && publishTimeout.compareTo(Duration.ofHours(1)) <= 0,
                "publish-timeout must lie in 1 s..1 h");
        require(
                lookupTimeout.compareTo(Duration.ofMillis(10)) >= 0 && lookupTimeout.compareTo(askTimeout) < 0,
                "lookup-timeout must be at least 10 ms, and shorter than ask-timeout");
        require(maxWaiting >= 1 && maxWaiting <= 900, "max-waiting must lie in 1..900");
        require(recoveriesAtOnce >= 1, "recoveries-at-once must be at least 1");
        require(numberOfShards >= 1, "number-of-shards must be at least 1");
    }

    public static PixSettings from(Config config) {
        return new PixSettings(
                config.getInt("window-size"),
                config.getInt("window-max"),
                config.getInt("ring-size"),
                config.getInt("group-items"),
                config.getInt("snapshot-every"),
                config.getDuration("passivate-after"),
                config.getDuration("publish-timeout"),
                config.getDuration("lookup-timeout"),
                config.getInt("max-waiting"),
                config.getInt("recoveries-at-once"),
                config.getInt("number-of-shards"),
                config.getDuration("ask-timeout"),
                config.getDuration("drain-ask-timeout"),
                SignalSettings.from(config.getConfig("signals")));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("rastro.pix." + otherwise);
        }
    }
}
