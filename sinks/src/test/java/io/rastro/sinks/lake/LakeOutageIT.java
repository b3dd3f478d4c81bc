package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.devstack.DiskFull;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.Journals;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.KafkaEgress;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3 that takes nothing for a while. */
class LakeOutageIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int COURIERS = 40;
    private static final int MINUTES = 180;
    private static final int EVENTS_A_MINUTE = 6;
    private static final int POSITIONS = 5;
    private static final int RECORDS = MINUTES * COURIERS * EVENTS_A_MINUTE * POSITIONS;
    private static final int PARTITIONS = 4;

    /** How much of the record clock is in a batch, as in production: a quarter of an hour. */
    private static final int BATCH = RECORDS / MINUTES * 15 / PARTITIONS;

    /** Kafka takes a consumer that has not polled for this long for dead. */
    private static final Duration POLL_BOUND = Duration.ofSeconds(6);

    @TempDir
    private Path dir;

    /** Three hours at 20 positions a second, as the record clock has it; minute by minute, others in each. */
    private static void publishHours(KafkaEgress egress) {
        for (int minute = 0; minute < MINUTES; minute++) {
            Instant begin = Tracks.NOON.plus(Duration.ofMinutes(minute));
            Journals journals = new Journals(
                    egress,
                    "m" + minute + "-",
                    COURIERS,
                    EVENTS_A_MINUTE,
                    seqNr -> event(begin.plusSeconds(seqNr * 10)));
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(journals::offerAndAreAcknowledged);
        }
    }

    private static PositionsRecorded event(Instant at) {
        List<Position> positions = IntStream.range(0, POSITIONS)
                .mapToObj(i -> Tracks.fix(at.minusSeconds(i), -23.5, -46.6))
                .toList();
        return new PositionsRecorded(at.toEpochMilli(), 0, 0, null, positions);
    }

    /**
     * The roll is that of production. The sink beside it, which has S3 all the while, rolls by the record clock alone
     * here: one that lives through the three hours makes more files.
     */
    @Test
    void goesOnAfterAnOutageOfHoursWithoutAGapADuplicateOrSmallFiles() throws Exception {
        String quickToBeDead = "rastro.sinks.consumer.kafka-clients { max.poll.interval.ms = " + POLL_BOUND.toMillis()
                + ", session.timeout.ms = 6000, heartbeat.interval.ms = 500 }\n";
        try (FaultyS3 s3 = FaultyS3.before(URI.create(SinksStack.s3Endpoint()));
                SinksStack stack = SinksStack.node(
                        "lake-hours", quickToBeDead + "alpakka.s3.endpoint-url = \"" + s3.endpoint() + "\"");
                SinksStack undisturbed = SinksStack.node(
                        "lake-hours",
                        "rastro.sinks.lake { group-id = hours, bucket = hours-undisturbed, keyspace = hours }")) {
            String group = stack.settings.lake().groupId();
            s3.goAway();
            stack.runLake();
            undisturbed.runLake();
            publishHours(stack.egress());
            await().atMost(SOON).until(() -> stack.count("rastro.lake.uploads.failed") >= 2 * PARTITIONS);
            double rebalances = ofConsumer(group, "consumer-coordinator-metrics", "rebalance-total");
            await().atMost(SOON)
                    .until(() -> ofConsumer(group, "consumer-fetch-manager-metrics", "records-consumed-total")
                            >= 0.8 * PARTITIONS * BATCH);
            TimeUnit.MILLISECONDS.sleep(3 * POLL_BOUND.toMillis());

            assertThat(stack.committed(group)).isZero();
            assertThat(ofConsumer(group, "consumer-coordinator-metrics", "assigned-partitions"))
                    .isEqualTo(PARTITIONS);
            assertThat(ofConsumer(group, "consumer-metrics", "last-poll-seconds-ago"))
                    .as("a lane that waits keeps its partition")
                    .isLessThan(2);
            assertThat(ofConsumer(group, "consumer-fetch-manager-metrics", "records-consumed-total"))
                    .as("each lane holds the batch that it cannot upload, the next one, and what one poll brings")
                    .isLessThanOrEqualTo(PARTITIONS * (2 * 1.1 * BATCH + 5_000));
            s3.comeBack();
            awaitCommitted(stack);
            awaitCommitted(undisturbed);

            LakeCopy.Count count = LakeCopy.of(stack).count(dir);
            LakeCopy.Count without = LakeCopy.of(undisturbed).count(dir);
            assertThat(count.rows()).isEqualTo(RECORDS);
            assertThat(count.eventIds()).isEqualTo(RECORDS);
            assertThat(without.eventIds()).isEqualTo(RECORDS);
            assertThat((double) count.objects()).isLessThanOrEqualTo(1.2 * without.objects());
            assertThat(stack.count("rastro.sink.restarts")).isZero();
            assertThat(ofConsumer(group, "consumer-coordinator-metrics", "rebalance-total"))
                    .isEqualTo(rebalances);
        }
    }

    @Test
    void waitsWhileTheDiskOfS3IsFull() throws Exception {
        try (SinksStack stack = SinksStack.node(
                "lake-full", "rastro.sinks { kafka.partitions = 2, lake { max-records = 500, max-idle = 300 ms } }")) {
            Journals journals = new Journals(stack.egress(), "c", 10, 40, seqNr -> Tracks.event(seqNr, 5));
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            try (DiskFull full = DiskFull.of(SinksStack.s3().pid(), 1_000)) {
                stack.runLake();
                await().atMost(SOON).until(() -> stack.count("rastro.lake.uploads.failed") >= 6);
                assertThat(stack.committed(stack.settings.lake().groupId())).isZero();
                assertThat(LakeCopy.names(stack)).isEmpty();
            }
            await().atMost(SOON)
                    .until(() -> stack.committed(stack.settings.lake().groupId()) == 2_000);

            LakeCopy.Count count = LakeCopy.of(stack).count(dir);
            assertThat(count.rows()).isEqualTo(2_000);
            assertThat(count.eventIds()).isEqualTo(2_000);
            assertThat(stack.count("rastro.sink.restarts")).isZero();
        }
    }

    private static void awaitCommitted(SinksStack stack) {
        await().atMost(SOON).until(() -> stack.committed(stack.settings.lake().groupId()) == RECORDS);
    }

    /** As the Kafka client says it. */
    private static double ofConsumer(String group, String type, String attribute) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = beans.queryNames(
                        new ObjectName("kafka.consumer:type=" + type + ",client-id=consumer-" + group + "-*"), null)
                .iterator()
                .next();
        return ((Number) beans.getAttribute(name, attribute)).doubleValue();
    }
}
