package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.proving.drill.Namespaces;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Short drills. What has to hold on any machine is held here: nothing lost or doubled, in no store and no live stream, no
 * number written by two processes, couriers taken over, the cluster whole again by itself. The bounds of time, and that no
 * post needs a second retry, are those of a machine that has nothing else to do: here they are far wider.
 */
class DrillIT {

    private static final double LONGEST_MILLIS = 60_000;

    @TempDir
    Path dir;

    @Test
    void everyNodeIsReplacedUnderLoad() throws Exception {
        JsonNode report = drill("rolling", 2, 60, 120);

        assertExact(report);
        assertThat(report.at("/phases/during/maxMillis").doubleValue()).isLessThan(LONGEST_MILLIS);
        assertThat(report.get("timeline").toString()).contains("node-3 is in", "node-1 is gone");
    }

    @Test
    void nodesAreKilledUnderLoad() throws Exception {
        assertExact(drill("crash", 3, 60, 120));
    }

    @Test
    void aNodeThatStoodStillHarmsNobody() throws Exception {
        assertExact(drill("pause", 3, 60, 120, "--hold", "16s"));
    }

    @Test
    void nodesThatLoseEachOtherAreOneClusterAgain() throws Exception {
        assumeThat(Namespaces.impossible()).isNull();
        assertExact(drill("partition", 3, 60, 120, "--hold", "14s"));
    }

    @Test
    void allCouriersMoveToANewNodeAndComeBackAfterAStart() throws Exception {
        JsonNode report = run("couriers", "--couriers", "300", "--rate", "20", "--warm-up", "2s", "--steady", "1s");

        assertStores(report);
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
                .isNotNegative();
    }

    private static double figure(JsonNode report, String what) {
        for (JsonNode one : report.get("measured")) {
            if (one.get("what").textValue().equals(what)) {
                return one.get("value").doubleValue();
            }
        }
        throw new AssertionError(what + " was not measured: " + report.get("measured"));
    }

    private JsonNode drill(String name, int nodes, int rate, int couriers, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("--warm-up", "10s", "--steady", "3s"));
        words.addAll(List.of("--nodes", Integer.toString(nodes), "--rate", Integer.toString(rate)));
        words.addAll(List.of("--couriers", Integer.toString(couriers), "--watchers", "20"));
        words.addAll(List.of(more));
        return run(name, words.toArray(String[]::new));
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

    private static void assertExact(JsonNode report) {
        assertStores(report);
        assertThat(report.get("acknowledgedPositions").longValue()).isGreaterThan(1_000);
        assertThat(report.at("/streams/positions").longValue()).isPositive();
        assertThat(report.at("/phases/before/posts").longValue()).isPositive();
    }

    private static void assertStores(JsonNode report) {
        assertThat(report.get("bounds")).hasSizeGreaterThan(8);
        for (JsonNode bound : report.get("bounds")) {
            if (!bound.get("timed").booleanValue()) {
                assertThat(bound.get("holds").booleanValue())
                        .as("%s in %s", bound, report)
                        .isTrue();
            }
        }
    }
}
