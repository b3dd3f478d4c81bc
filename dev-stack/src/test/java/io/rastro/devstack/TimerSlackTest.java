package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerSlackTest {

    @Test
    void isThatOfTheCommandWhichGetsItsArgumentsWhole() throws Exception {
        assumeThat(Files.isWritable(Path.of("/proc/self/timerslack_ns"))).isTrue();
        List<String> command = new ArrayList<>(TimerSlack.launcher());
        command.addAll(List.of("/bin/sh", "-c", "cat /proc/self/timerslack_ns; echo \"$1\"", "sh", "a $HOME 'b'"));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo("500000\na $HOME 'b'\n");
    }
}
