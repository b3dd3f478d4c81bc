package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has processes of its own, and most of its time is theirs to start or to be given. */
@Execution(ExecutionMode.CONCURRENT)
class SupervisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private final int port = PortPlan.free().http();
    private Supervisor supervisor = supervisor(true);
    private Child child;

    @AfterEach
    void stop() {
        Supervisor.stop(List.of(child));
        supervisor.close();
    }

    @Test
    void startsAKilledProcessAgainAfterItsTime() throws Exception {
        Duration again = Duration.ofMillis(700);
        child = add("good", again);
        child.start();
        for (int round = 0; round < 2; round++) {
            long before = child.pid();
            child.kill();
            await().atMost(PATIENCE).until(() -> child.isReady() && child.pid() != before);
        }
        assertThat(delays).containsExactly(again, again);
    }

    @Test
    void waitsLongerEachTimeItDoesNotGetReady() throws Exception {
        child = add("good");
        child.start();
        long before = child.pid();
        child.kill();
        await().atMost(PATIENCE).until(() -> child.isAlive() && child.pid() != before);
        child.kill();
        await().atMost(PATIENCE).until(() -> delays.size() == 2);
        assertThat(delays).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void leavesADeadProcessWhenRestartsAreOff() throws Exception {
        supervisor.close();
        supervisor = supervisor(false);
        child = add("good");
        child.start();
        child.kill();
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> child.awaitReady(PATIENCE))
                .withMessageContaining("restarts are off");
        assertThat(delays).isEmpty();
        child.start();
        assertThat(child.isReady()).isTrue();
    }

    @Test
    void saysWhatAProcessThatDiesAtStartSaidLast() throws Exception {
        child = add("failing");
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(child::start)
                .withMessage("Tiny stopped while it was starting (exit code 3): look into " + dir.resolve("tiny.log")
                        + ", which ends with: ERROR the disk is full")
                .satisfies(e -> assertThat(e.details()).contains("\tat some.Code"));
    }

    @Test
    void letsAProcessFinishWhatItDoesWhenItIsToldToStop() throws Exception {
        child = add("draining");
        child.start();
        child.stop(PATIENCE);
        assertThat(child.isAlive()).isFalse();
        assertThat(dir.resolve("tiny.log")).content().contains("drained");
    }

    @Test
    void killsWhatDoesNotStop() throws Exception {
        child = add("stubborn");
        child.start();
        child.stop();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.isReady()).isFalse();
        assertThat(delays).isEmpty();
    }

    /** Ctrl-C reaches the whole process group, and nodes are to drain while the servers still run. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesCtrlCToTheParent() throws Exception {
        child = add("good");
        child.start();
        long pid = child.pid();
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        await().during(Duration.ofMillis(500)).until(() -> child.isReady() && child.pid() == pid);
    }

    private Child add(String manner) throws Exception {
        return add(manner, Child.FIRST_DELAY);
    }

    private Child add(String manner, Duration again) throws Exception {
        return supervisor.add(new ChildSpec(
                "tiny",
                "Tiny",
                List.of(),
                TinyServer.command(port, manner),
                Map.of(),
                null,
                TetherJar.write(dir),
                new LogFile(dir.resolve("tiny.log")),
                ChildSpec.Preparation.NONE,
                Probe.http(URI.create("http://127.0.0.1:" + port + "/")),
                PATIENCE,
                Duration.ofSeconds(1),
                again));
    }

    private Supervisor supervisor(boolean restarts) {
        DevStackListener listener = new DevStackListener() {
            @Override
            public void died(String process, int exitCode, Duration again, Path log) {
                delays.add(again);
            }
        };
        return new Supervisor(restarts, listener, () -> {});
    }
}
