package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path data;

    @Test
    void hasTheShapeThatOthersRelyOn() throws IOException {
        endpoints(1).write(data);
        assertThat(JSON.readTree(data.resolve("endpoints.json").toFile())).isEqualTo(JSON.readTree("""
                        {"http": ["http://127.0.0.1:8080"],
                         "management": ["http://127.0.0.1:8558"],
                         "kafka": "127.0.0.1:9092",
                         "cassandra": {"contactPoint": "127.0.0.1:9042", "datacenter": "datacenter1"},
                         "s3": {"endpoint": "http://127.0.0.1:9000", "bucket": "rastro-lake",
                                "accessKey": "rastro", "secretKey": "rastro", "region": "us-east-1"},
                         "registry": "http://127.0.0.1:8181/apis/ccompat/v7",
                         "pids": {"cassandra": 1, "kafka": 2, "s3": 3, "registry": 4, "nodes": [1]}}
                        """));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        endpoints(3).write(data);
        assertThat(Endpoints.read(data)).isEqualTo(endpoints(3));
    }

    @Test
    void leavesOutTheProcessesOfAStoppedSystem() throws IOException {
        EndpointsOf.stopped(endpoints(3)).write(data);
        assertThat(JSON.readTree(data.resolve("endpoints.json").toFile()).get("pids"))
                .isEqualTo(JSON.readTree("{\"nodes\": []}"));
        assertThat(Endpoints.read(data).http()).hasSize(3);
    }

    @Test
    void isNeverSeenHalfWritten() throws IOException {
        endpoints(1).write(data);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> IntStream.range(0, 300).forEach(this::write));
        while (!writer.isDone()) {
            assertThat(Endpoints.read(data).http().size()).isBetween(1, 25);
        }
        writer.join();
        try (var files = Files.list(data)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("endpoints.json");
        }
    }

    @Test
    void saysHowToGetASystemWhenThereIsNone() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> Endpoints.read(data))
                .withMessageContaining("start a system with ./rastro dev --data " + data);
    }

    private void write(int round) {
        try {
            endpoints(1 + round % 25).write(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Endpoints endpoints(int nodes) {
        PortPlan ports = PortPlan.defaults();
        List<Integer> each = IntStream.range(0, nodes).boxed().toList();
        return new Endpoints(
                each.stream()
                        .map(k -> "http://127.0.0.1:" + ports.node(k).http())
                        .toList(),
                each.stream()
                        .map(k -> "http://127.0.0.1:" + ports.node(k).management())
                        .toList(),
                "127.0.0.1:" + ports.kafka(),
                new Endpoints.Cassandra("127.0.0.1:" + ports.cassandra(), "datacenter1"),
                new Endpoints.S3("http://127.0.0.1:" + ports.s3(), "rastro-lake", "rastro", "rastro", "us-east-1"),
                "http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7",
                new Endpoints.Pids(
                        1L, 2L, 3L, 4L, each.stream().map(k -> k + 1L).toList()));
    }
}
