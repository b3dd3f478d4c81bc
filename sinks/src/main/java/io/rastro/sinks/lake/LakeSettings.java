package io.rastro.sinks.lake;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;

/**
 * {@code rastro.sinks.lake} and {@code rastro.sinks.pix-lake}.
 *
 * @param keyspace of the ledger of batches
 * @param dedupeHorizon how far back, by the records' own time, a record that comes twice is recognised
 * @param dedupeRecords the same by offset: whichever is nearer
 */
public record LakeSettings(
        boolean enabled,
        String groupId,
        String bucket,
        boolean createBucket,
        String keyspace,
        Roll roll,
        Upload upload,
        Duration dedupeHorizon,
        int dedupeRecords,
        int zstdLevel) {

    /**
     * When a batch is closed.
     *
     * @param maxSize bytes of the records' values
     * @param maxSpan by the records' own time
     * @param maxAge since the batch was begun, by the wall clock
     * @param maxIdle since the last record, by the wall clock
     */
    record Roll(int maxRecords, int maxSize, Duration maxSpan, Duration maxAge, Duration maxIdle) {}

    /**
     * How long S3 may take for a file.
     *
     * @param patience for its shortest answer
     * @param minRate bytes a second below which S3 is taken to hang
     */
    record Upload(Duration patience, int minRate) {

        private static final int MOST_DOUBLINGS = 4;

        /** @param outOfTime how often it was not enough: each time doubles it, up to sixteen times */
        Duration patience(int bytes, int outOfTime) {
            Duration first = patience.plusMillis(1_000L * bytes / minRate);
            return first.multipliedBy(1L << Math.min(outOfTime, MOST_DOUBLINGS));
        }
    }

    /**
     * The most that a sink holds on the heap, whatever S3 does: for each partition the batch that is written, the next
     * one, and two files of the former.
     */
    long mostBytes(int partitions) {
        return 4L * roll.maxSize() * partitions;
    }

    public static LakeSettings from(Config lake) {
        return new LakeSettings(
                lake.getBoolean("enabled"),
                Settings.textOf(lake, "group-id"),
                Settings.textOf(lake, "bucket"),
                lake.getBoolean("create-bucket"),
                Settings.textOf(lake, "keyspace"),
                new Roll(
                        Settings.intIn(lake, "max-records", 1, 2_000_000),
                        Settings.bytesIn(lake, "max-size", 64 << 10, 256 << 20),
                        Settings.durationIn(lake, "max-span", Duration.ofSeconds(1), Duration.ofDays(1)),
                        Settings.durationIn(lake, "max-age", Duration.ofMillis(100), Duration.ofDays(1)),
                        Settings.durationIn(lake, "max-idle", Duration.ofMillis(100), Duration.ofDays(1))),
                new Upload(
                        Settings.durationIn(lake, "upload-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        Settings.bytesIn(lake, "upload-min-rate", 1 << 10, 1 << 30)),
                Settings.durationIn(lake, "dedupe-horizon", Duration.ofMinutes(1), Duration.ofDays(30)),
                Settings.intIn(lake, "dedupe-records", 1_000, 1_000_000_000),
                Settings.intIn(lake, "zstd-level", 1, 19));
    }
}
