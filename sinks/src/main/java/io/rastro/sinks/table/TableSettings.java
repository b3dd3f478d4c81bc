package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;

/**
 * {@code rastro.sinks.table}.
 *
 * @param timeToLive zero: rows stay for ever
 * @param batchRows rows of one statement
 * @param chunkRecords records that are written together before their offsets are committed
 * @param parallelism statements under way
 */
public record TableSettings(
        boolean enabled,
        String groupId,
        String keyspace,
        boolean createSchema,
        String replication,
        String compaction,
        Duration timeToLive,
        ConsistencyLevel consistency,
        int batchRows,
        int chunkRecords,
        int parallelism,
        int knownDays,
        int knownCells) {

    public static TableSettings from(Config table) {
        return new TableSettings(
                table.getBoolean("enabled"),
                Settings.textOf(table, "group-id"),
                Settings.textOf(table, "keyspace"),
                table.getBoolean("create-schema"),
                Settings.textOf(table, "replication"),
                Settings.textOf(table, "compaction"),
                Settings.durationIn(table, "time-to-live", Duration.ZERO, Duration.ofDays(20 * 365)),
                DefaultConsistencyLevel.valueOf(Settings.textOf(table, "consistency")),
                Settings.intIn(table, "batch-rows", 1, 500),
                Settings.intIn(table, "chunk-records", 1, 100_000),
                Settings.intIn(table, "parallelism", 1, 1024),
                Settings.intIn(table, "known-days", 1_000, 10_000_000),
                Settings.intIn(table, "known-cells", 1_000, 10_000_000));
    }
}
