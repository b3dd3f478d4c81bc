package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short drill of the couriers, on a cluster of its own: it stops and starts all of it. */
class DrillCouriersIT {

    @TempDir
    Path dir;

    @Test
    void allCouriersMoveToANewNodeAndComeBackAfterAStart() throws Exception {
        JsonNode report = run("couriers", "--couriers", "300", "--rate", "20", "--warm-up", "2s", "--steady", "1s");

        DrillIT.assertBounds(report);
        assertThat(report.get("acknowledgedPositions").longValue()).isGreaterThan(300);
        assertThat(report.get("bounds").toString())
                .contains(
                        "all couriers are in memory",
                        "rebalance: the couriers of the shards that moved are back",
                        "restart: all couriers are back");
        assertThat(figure(report, "couriers in memory")).isGreaterThanOrEqualTo(300);
        assertThat(figure(report, "heap of a courier, all told")).isPositive();
        assertThat(figure(report, "rebalance: shards that moved")).isBetween(42.0, 43.0);
        assertThat(figure(report, "restart, posts of new couriers until all are back"))
                .isPositive();
    }

    private static double figure(JsonNode report, String what) {
        for (JsonNode one : report.get("measured")) {
            if (one.get("what").textValue().equals(what)) {
                return one.get("value").doubleValue();
            }
        }
        throw new AssertionError(what + " was not measured: " + report.get("measured"));
    }

    private JsonNode run(String name, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("drill", name, "--json"));
        words.addAll(List.of("--data", dir.resolve("data").toString()));
        words.addAll(List.of(more));
        StringWriter out = new StringWriter();
        CommandLine line = Rastro.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.execute(words.toArray(String[]::new));
        assertThat(out.toString()).as("a report").isNotBlank();
        return new ObjectMapper().readTree(out.toString());
    }
}
