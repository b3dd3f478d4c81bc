package io.rastro.node.journal;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;

/**
 * How a node watches its journal, {@code rastro.cassandra} in {@code application.conf}, where each key is explained.
 *
 * @param probeInterval between the answer to a probe and the next one
 * @param silence a probe that is not answered for so long means that the journal is away
 */
public record JournalSettings(String keyspace, Duration probeInterval, Duration silence) {

    /** How often the probe looks up; fine enough for the shortest silence. */
    static final Duration TICK = Duration.ofMillis(50);

    public static JournalSettings from(Config root) {
        return new JournalSettings(
                Settings.textOf(root, "rastro.cassandra.journal-keyspace"),
                Settings.durationIn(
                        root, "rastro.cassandra.probe-interval", Duration.ofMillis(50), Duration.ofSeconds(10)),
                Settings.durationIn(
                        root, "rastro.cassandra.probe-silence", Duration.ofMillis(100), Duration.ofSeconds(60)));
    }

    int ticksBetween() {
        return ticks(probeInterval);
    }

    public int silentTicks() {
        return ticks(silence);
    }

    private static int ticks(Duration duration) {
        return (int) Math.max(1, duration.dividedBy(TICK));
    }
}
