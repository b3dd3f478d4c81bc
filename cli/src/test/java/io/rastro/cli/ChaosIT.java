package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Five minutes of faults, the same at every build. */
class ChaosIT {

    private static final long SEED = 20_261_121;

    @TempDir
    Path dir;

    @Test
    void nothingIsLostOrDoubledWhateverFails() throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = Rastro.commandLine();
        line.setOut(new PrintWriter(out, true));
        int exit = line.execute(
                "chaos",
                "--seed",
                Long.toString(SEED),
                "--minutes",
                "5",
                "--data",
                dir.resolve("data").toString(),
                "--json");

        assertThat(out.toString()).as("a report").isNotBlank();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("ok").booleanValue()).as("%s", report).isTrue();
        assertThat(exit).isZero();
        assertThat(report.get("faults")).hasSizeGreaterThan(8);
        assertThat(report.get("acknowledgedPositions").longValue()).isGreaterThan(20_000);
        assertThat(report.get("acknowledgedPixEvents").longValue()).isGreaterThan(2_000);
        assertThat(report.at("/verified/pixEvents/acknowledged").longValue()).isGreaterThan(2_000);
        assertThat(report.at("/verified/pixSignals/expected").longValue()).isPositive();
    }
}
