package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TimerSlackTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void isThatOfTheCommandWhichGetsItsArgumentsWhole() throws Exception {
        List<String> command = new ArrayList<>(TimerSlack.launcher());
        command.addAll(List.of("/bin/sh", "-c", "cat /proc/self/timerslack_ns; echo \"$1\"", "sh", "a $HOME 'b'"));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo("500000\na $HOME 'b'\n");
    }
}
