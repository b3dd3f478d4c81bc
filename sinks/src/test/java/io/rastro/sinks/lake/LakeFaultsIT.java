package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.devstack.s3.FaultyS3;
import io.rastro.devstack.s3.InjectedFault;
import io.rastro.devstack.s3.S3Call;
import io.rastro.devstack.s3.S3Fault;
import io.rastro.devstack.s3.S3Fault.Stage;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.Journals;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.KafkaEgress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of S3, at each stage of a put, of each file of a batch: the lake ends with the same objects, byte for byte,
 * as one beside it that reads the same topic and has no faults. The stages stand for the three calls of a multipart
 * upload, see docs/adr/0009-one-put-a-file.md.
 */
class LakeFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** A batch a cell, of three hours: two events in each, five positions in each of these. */
    private static final int RECORDS = 30;

    private static final String BATCHES = "rastro.sinks { kafka.partitions = 1, lake { max-records = " + RECORDS
            + ", max-age = 1 h, max-idle = 1 h, upload-timeout = 1 s, upload-min-rate = 1 GiB } }\n";

    private static FaultyS3 s3;
    private static SinksStack stack;
    private static SinksStack undisturbed;
    private static KafkaEgress egress;
    private static int cells;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() throws Exception {
        s3 = FaultyS3.before(URI.create(SinksStack.s3Endpoint()));
        stack = SinksStack.node("lake-faults", BATCHES + "alpakka.s3.endpoint-url = \"" + s3.endpoint() + "\"");
        undisturbed = SinksStack.node(
                "lake-faults",
                BATCHES + "rastro.sinks.lake { group-id = undisturbed, bucket = undisturbed, keyspace = undisturbed }");
        egress = stack.egress();
        stack.runLake();
        undisturbed.runLake();
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
        undisturbed.close();
        s3.close();
    }

    static Stream<Arguments> cells() {
        Map<String, Supplier<S3Fault>> faults = Map.of(
                "429", () -> S3Fault.answering(429),
                "500", () -> S3Fault.answering(500),
                "503", () -> S3Fault.answering(503),
                "reset", S3Fault::resetting,
                "hang", S3Fault::hanging);
        Map<String, Integer> files = Map.of("first", 12, "middle", 13, "last", 14);
        return Stream.of(Stage.values())
                .flatMap(stage -> faults.keySet().stream()
                        .sorted()
                        .flatMap(fault -> files.entrySet().stream()
                                .sorted(Map.Entry.comparingByValue())
                                .map(file -> Arguments.of(
                                        fault,
                                        stage,
                                        file.getKey(),
                                        faults.get(fault)
                                                .get()
                                                .at(stage)
                                                .to(S3Call.PUT_OBJECT)
                                                .on("hour(=|%3D)" + file.getValue() + "/")
                                                .times(1)))));
    }

    @ParameterizedTest(name = "{0} {1} {2} file")
    @MethodSource("cells")
    void endsAsIfNothingHadHappened(String what, Stage stage, String file, S3Fault fault) throws Exception {
        long first = (long) RECORDS * cells++;
        InjectedFault injected = s3.inject(fault);
        Journals journals = new Journals(egress, "cell" + cells + "-", 1, 6, LakeFaultsIT::event);
        await().atMost(SOON).until(journals::offerAndAreAcknowledged);
        awaitCommitted(stack, first + RECORDS);
        awaitCommitted(undisturbed, first + RECORDS);

        assertThat(injected.hits()).isEqualTo(1);
        assertSameObjects(first);
        s3.heal(); // and what hung is stored after all; while it is, a list of the server may miss it
        await().atMost(SOON).untilAsserted(() -> assertSameObjects(first));
        assertThat(stack.count("rastro.sink.restarts")).isZero();
    }

    private void assertSameObjects(long first) throws Exception {
        LakeCopy copy = LakeCopy.of(stack, name -> name.endsWith("+" + first + ".parquet"));
        LakeCopy expected = LakeCopy.of(undisturbed, name -> name.endsWith("+" + first + ".parquet"));
        assertThat(copy.objects()).hasSize(3).containsExactlyEntriesOf(expected.objects());
        assertThat(copy.count(dir)).isEqualTo(new LakeCopy.Count(RECORDS, RECORDS, 3, 3));
    }

    /** Two events in each of three hours. */
    private static PositionsRecorded event(long seqNr) {
        return Tracks.event(
                seqNr, 5, Tracks.NOON.plus(Duration.ofHours(seqNr % 3)).plusSeconds(seqNr * 5));
    }

    private static void awaitCommitted(SinksStack of, long records) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of.committed(of.settings.lake().groupId()) == records);
    }
}
