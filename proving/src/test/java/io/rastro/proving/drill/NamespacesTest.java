package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {

    @BeforeEach
    void asRoot() {
        assumeThat(Namespaces.impossible()).isNull();
    }

    @Test
    void oneIsCutOffFromTheOthersAndNobodyElseIs() throws Exception {
        String made;
        try (Namespaces network = Namespaces.make(3)) {
            made = network.launcher(0).get(3);
            assertThat(namespaces()).contains(made);
            assertThat(reaches(network, 0, 1) && reaches(network, 1, 0)).isTrue();

            network.cutOff(0);
            assertThat(reaches(network, 0, 1) || reaches(network, 0, 2)).isFalse();
            assertThat(reaches(network, 1, 0) || reaches(network, 2, 0)).isFalse();
            assertThat(reaches(network, 1, 2) && reaches(network, 2, 1)).isTrue();
            assertThat(hostReaches(network, 0) && hostReaches(network, 1)).isTrue();

            network.heal();
            assertThat(reaches(network, 0, 1) && reaches(network, 2, 0)).isTrue();
        }
        assertThat(namespaces()).doesNotContain(made);
    }

    private static String namespaces() throws Exception {
        return output(List.of("ip", "netns", "list"));
    }

    private static boolean reaches(Namespaces network, int from, int to) throws Exception {
        List<String> command = new ArrayList<>(network.launcher(from));
        command.addAll(connect(network.host(to)));
        return isRefused(output(command));
    }

    private static boolean hostReaches(Namespaces network, int to) throws Exception {
        return isRefused(output(connect(network.host(to))));
    }

    /** To a port on which nobody listens: a refusal comes from the other side. */
    private static List<String> connect(String host) {
        return List.of("timeout", "3", "bash", "-c", "exec 3<>/dev/tcp/" + host + "/9");
    }

    private static boolean isRefused(String said) {
        return said.contains("refused");
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
