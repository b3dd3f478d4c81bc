package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DevProgressTest {

    @Test
    void onlyASecondStartIsOneAgain() {
        StringWriter err = new StringWriter();
        DevProgress progress = new DevProgress("rastro drill", new PrintWriter(err));
        progress.starting("node-0");
        progress.ready("node-0", Duration.ofSeconds(9));
        progress.starting("node-1");
        progress.died("node-0", 137, Duration.ofSeconds(1), Path.of("node-0.log"));
        progress.starting("node-0");

        assertThat(err.toString().lines())
                .containsExactly(
                        "rastro drill: node-0 is ready after 9.0 s",
                        "rastro drill: node-0 died with exit code 137, comes back in 1 s (log: node-0.log)",
                        "rastro drill: node-0 is started again");
    }
}
