package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.proving.drill.Namespaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Short drills, one after the other on one cluster. What has to hold on any machine is held here: nothing lost or doubled, in
 * no store and no live stream, no number written by two processes, couriers taken over, the cluster whole again by itself.
 * The bounds of time, and that no post needs a second retry, are those of a machine that has nothing else to do: here they
 * are wider.
 */
@Tag("alone")
class DrillIT {

    private static final double LONGEST_MILLIS = 60_000;

    /** Of a rolling deploy whose nodes were killed instead of handing over, this was 39 s. */
    private static final double P99_MILLIS = 20_000;

    @TempDir
    private static Path dir;

    private static int exit;
    private static final Map<String, JsonNode> REPORTS = new HashMap<>();

    @BeforeAll
    static void drill() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Rastro.commandLine();
        line.setOut(new PrintWriter(out, true));
        exit = line.execute(
                ("drill all --json --nodes 3 --rate 60 --watchers 20 --couriers 120 --warm-up 6s --steady 3s"
                                + " --pix-accounts 6 --pix-rate 15 --hold 16s --cut 14s --data " + dir.resolve("data"))
                        .split(" "));
        try (MappingIterator<JsonNode> reports =
                new ObjectMapper().readerFor(JsonNode.class).readValues(out.toString())) {
            while (reports.hasNext()) {
                JsonNode report = reports.next();
                REPORTS.put(report.get("drill").textValue(), report);
            }
        }
    }

    @Test
    void nodesAreKilledUnderLoad() {
        assertExact("crash");
    }

    @Test
    void aNodeThatStoodStillHarmsNobody() {
        JsonNode report = assertExact("pause");
        assertThat(report.get("bounds")).anySatisfy(bound -> {
            assertThat(bound.get("what").textValue()).isEqualTo("200s of the zombie after SIGCONT");
            assertThat(bound.get("figure").textValue()).isEqualTo("0");
        });
    }

    @Test
    void nodesThatLoseEachOtherAreOneClusterAgain() throws IOException {
        assumeThat(Namespaces.impossible()).isNull();
        assertExact("partition");
    }

    @Test
    void everyNodeIsReplacedUnderLoad() {
        JsonNode report = assertExact("rolling");
        assertThat(report.at("/phases/during/maxMillis").doubleValue()).isLessThan(LONGEST_MILLIS);
        assertThat(report.at("/phases/during/p99Millis").doubleValue())
                .as("p99 while nodes are replaced, in %s", report)
                .isLessThan(P99_MILLIS);
        assertThat(report.get("timeline").toString()).contains("node-5 is in", "node-2 is gone");
    }

    @Test
    void theExitCodeSaysWhetherEveryBoundHeld() {
        assertThat(REPORTS).isNotEmpty();
        REPORTS.forEach((drill, report) -> assertThat(report.get("ok").booleanValue())
                .as(drill)
                .isEqualTo(StreamSupport.stream(report.get("bounds").spliterator(), false)
                        .allMatch(bound -> bound.get("holds").booleanValue())));
        boolean good =
                REPORTS.values().stream().allMatch(report -> report.get("ok").booleanValue());
        assertThat(exit).isEqualTo(good ? 0 : 1);
    }

    private static JsonNode assertExact(String drill) {
        JsonNode report = REPORTS.get(drill);
        assertThat(report).as("a report of %s", drill).isNotNull();
        assertBounds(report);
        assertThat(report.get("acknowledgedPositions").longValue()).isGreaterThan(1_000);
        assertThat(report.get("acknowledgedPixEvents").longValue()).isGreaterThan(200);
        assertThat(report.get("bounds"))
                .extracting(bound -> bound.get("what").textValue())
                .contains("Pix events lost", "Pix events twice", "Pix signals lost", "Pix signals twice");
        assertThat(report.at("/streams/positions").longValue()).isPositive();
        assertThat(report.at("/phases/before/posts").longValue()).isPositive();
        return report;
    }

    /** Each bound that is no matter of time. Those that do not hold are said last: of a long report only the end may be seen. */
    static void assertBounds(JsonNode report) {
        assertThat(report.get("bounds")).hasSizeGreaterThan(8);
        List<String> broken = new ArrayList<>();
        for (JsonNode bound : report.get("bounds")) {
            if (!bound.get("timed").booleanValue() && !bound.get("holds").booleanValue()) {
                broken.add(bound.get("what").textValue() + ": "
                        + bound.get("figure").textValue() + ", not "
                        + bound.get("limit").textValue());
            }
        }
        assertThat(broken)
                .as("bounds of %s that do not hold, of %s", report.get("drill").textValue(), report)
                .isEmpty();
    }
}
