package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentDeathIT {
    private static final Path DATA = Path.of("target", "dev-stack-parent");

    @Test
    void leavesNoProcessWhenTheParentIsKilled() throws Exception {
        Process parent = parent();
        List<ProcessHandle> children = children();

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void stopsEverythingWhenTheParentIsToldToStop() throws Exception {
        Process parent = parent();
        List<ProcessHandle> children = children();

        parent.destroy();

        assertThat(parent.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(Endpoints.read(DATA).pids()).isEqualTo(Endpoints.Pids.NONE);
    }

    private static Process parent() throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackMain.class.getName(),
                        DATA.toString(),
                        Integer.toString(PortPlan.free().http()))
                .redirectErrorStream(true)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.lines().filter(line -> line.startsWith("ready")).findFirst())
                .isPresent();
        return parent;
    }

    private static List<ProcessHandle> children() {
        Endpoints.Pids pids = Endpoints.read(DATA).pids();
        List<ProcessHandle> children = List.of(pids.cassandra(), pids.kafka(), pids.s3(), pids.registry()).stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
        assertThat(children).hasSize(4).allMatch(ProcessHandle::isAlive);
        return children;
    }
}
