package io.rastro.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private Process victim;

    @BeforeEach
    void start() throws IOException {
        victim = new ProcessBuilder("sh", "-c", "while :; do sleep 0.01; done").start();
    }

    @AfterEach
    void stop() {
        victim.destroyForcibly();
    }

    private String state() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(victim.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    @Test
    void stopsAndLetsGoOn() throws IOException {
        Signals.stop(victim.pid());
        await().until(() -> state().equals("T"));
        Signals.goOn(victim.pid());
        await().until(() -> !state().equals("T"));
        Signals.kill(victim.pid());
        await().until(() -> !victim.isAlive());
        Signals.goOn(victim.pid());
    }

    @Test
    void aThrottledProcessRunsFreelyAfterwards() throws IOException {
        Throttle throttle = Throttle.begin(victim.pid());
        await().until(() -> state().equals("T"));
        await().until(() -> !state().equals("T"));
        throttle.end();

        assertThat(state()).isNotEqualTo("T");
    }
}
