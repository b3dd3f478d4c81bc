package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DevStackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DevStackSettings SETTINGS = DevStackSettings.in(Path.of("target", "dev-stack-it"))
            .withPorts(PortPlan.free())
            .withFresh(true);

    private static DevStack stack;

    @BeforeAll
    static void start() {
        stack = DevStack.start(SETTINGS);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void keepsWhatWasWrittenOverARestart() throws Exception {
        StackClient before = new StackClient(stack.endpoints());
        before.createTopic("trips");
        before.createKeyspace("trips");
        int schema = before.registerSchema("trips-value", "long");
        before.putObject("dt=2026-01-01/hour=03/a+0+1.parquet", "lake");

        stack.close();
        assertThat(Endpoints.read(stack.data()).pids()).isEqualTo(Endpoints.Pids.NONE);
        stack = DevStack.start(SETTINGS.withFresh(false));

        StackClient after = new StackClient(stack.endpoints());
        assertThat(after.topics()).contains("trips");
        assertThat(after.keyspaces()).contains("trips");
        assertThat(after.registerSchema("trips-value", "long")).isEqualTo(schema);
        assertThat(after.getObject("dt=2026-01-01/hour=03/a+0+1.parquet")).isEqualTo("lake");
        assertThat(stack.data().resolve("s3/rastro-lake/dt=2026-01-01/hour=03/a+0+1.parquet"))
                .hasContent("lake");
    }

    @Test
    void refusesASchemaThatCannotReadTheLastOne() throws Exception {
        StackClient client = new StackClient(stack.endpoints());
        client.registerSchema("orders-value", "int");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.registerSchema("orders-value", "string"))
                .withMessageContaining("409");
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void bringsBackAKilledServer(Server server) {
        DevProcess process = stack.process(server);
        long before = process.pid();
        process.kill();
        await().atMost(PATIENCE).until(() -> process.isReady() && process.pid() != before);
        assertThat(pid(Endpoints.read(stack.data()), server)).isEqualTo(process.pid());
    }

    /** And none of it is left as an object: what S3 has is whole. */
    @Test
    void refusesAnObjectWhileItsDiskIsFull() throws Exception {
        StackClient client = new StackClient(stack.endpoints());
        DevProcess s3 = stack.process(Server.S3);
        client.putObject("full/before.parquet", "1");
        try (DiskFull full = DiskFull.of(s3.pid(), 1_000)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.putObject("full/before.parquet", "2".repeat(5_000)))
                    .withMessageContaining("500");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.putObject("full/after.parquet", "3".repeat(5_000)));
        }
        assertThat(client.getObject("full/before.parquet")).isEqualTo("1");
        client.putObject("full/after.parquet", "3".repeat(5_000));
        assertThat(client.getObject("full/after.parquet")).isEqualTo("3".repeat(5_000));

        s3.restart();
        try (Stream<Path> objects = Files.list(stack.data().resolve("s3/rastro-lake/full"))) {
            assertThat(objects.map(object -> object.getFileName().toString()))
                    .containsExactlyInAnyOrder("before.parquet", "after.parquet");
        }
    }

    @Test
    void runsNodesBesideTheServers() throws Exception {
        PortPlan.Node ports = stack.ports().node(0);
        List<String> command = TinyServer.command(ports.management(), "good");
        DevProcess node = stack.addNode(NodeSpec.of("node-0", command, ports));
        Endpoints added = Endpoints.read(stack.data());
        assertThat(added.http()).containsExactly("http://127.0.0.1:" + ports.http());
        assertThat(added.management()).containsExactly("http://127.0.0.1:" + ports.management());
        assertThat(added.pids().nodes()).containsExactly(node.pid());

        node.kill();
        await().atMost(PATIENCE)
                .until(() -> node.isReady() && !added.pids().nodes().contains(node.pid()));
        assertThat(Endpoints.read(stack.data()).pids().nodes()).containsExactly(node.pid());

        stack.removeNode("node-0");
        assertThat(Endpoints.read(stack.data()).http()).isEmpty();
    }

    @Test
    void refusesDataThatAnotherStackHolds() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> DevStack.start(SETTINGS.withPorts(PortPlan.free())))
                .withMessageContaining("is in use by another running system");
    }

    @Test
    void refusesPortsThatAnotherStackHolds() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> DevStack.start(new DevStackSettings(
                        Path.of("target", "dev-stack-other"),
                        stack.ports(),
                        true,
                        true,
                        EnumSet.of(Server.S3),
                        DevStackListener.SILENT)))
                .withMessageContaining("Port " + stack.ports().s3() + ", which S3 needs, is taken");
    }

    private static Long pid(Endpoints endpoints, Server server) {
        return switch (server) {
            case CASSANDRA -> endpoints.pids().cassandra();
            case KAFKA -> endpoints.pids().kafka();
            case S3 -> endpoints.pids().s3();
            case REGISTRY -> endpoints.pids().registry();
        };
    }
}
