package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DevNodesTest {

    /** With 50,000 couriers on each and the smaller one, a node stood still for more than five seconds and ended itself. */
    @Test
    void severalNodesHaveTheLargerOldGeneration() throws Exception {
        assertThat(mebibytesOfOldGeneration(DevNodes.flags(true))).isEqualTo(724);
        assertThat(mebibytesOfOldGeneration(DevNodes.flags(false))).isEqualTo(424);
    }

    private static long mebibytesOfOldGeneration(List<String> flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(NodeClasses.java()));
        command.addAll(flags);
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return (bytes(said, "MaxHeapSize") - bytes(said, "MaxNewSize")) >> 20;
    }

    private static long bytes(List<String> said, String flag) {
        return said.stream()
                .filter(line -> line.contains(" " + flag + " "))
                .map(line -> Long.parseLong(
                        line.substring(line.indexOf('=') + 1).strip().split(" ")[0]))
                .findFirst()
                .orElseThrow();
    }
}
