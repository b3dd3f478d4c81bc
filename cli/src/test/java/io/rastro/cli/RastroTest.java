package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rastro.proving.chaos.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RastroTest {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "--fast",
                "dev --nodes 0",
                "dev --nodes many",
                "dev --port-base here",
                "node",
                "schema",
                "schema --config none.conf",
                "load",
                "load --positions f --couriers 3",
                "load --couriers 0 --url http://127.0.0.1:1",
                "load --positions f --batch 0 --url http://127.0.0.1:1",
                "load --positions f --format xml",
                "load --positions f --patience soon",
                "load --positions f --rate -1 --url http://127.0.0.1:1",
                "load --pix f --positions g",
                "load --pix f --pix-accounts 3",
                "load --pix f --duration 5s",
                "load --pix f --gateway",
                "load --pix f --format avro",
                "load --pix-accounts 3 --couriers 3",
                "load --pix-accounts 0",
                "load --pix-accounts many",
                "load --couriers 3 --gateway",
                "load --duration 5s",
                "verify",
                "receipt",
                "audit --from yesterday",
                "audit --from 10s --to 1h",
                "audit --to 2100-01-01T00:00:00Z",
                "audit --timeout soon",
                "receipt nothing",
                "receipt courier~c~1~0 --timeout 2m",
                "dead-letters",
                "dead-letters list --since yesterday",
                "dead-letters list --limit -1",
                "dead-letters show",
                "dead-letters show 17",
                "dead-letters retry",
                "dead-letters retry 2-x",
                "dead-letters retry 2-17 --all",
                "dead-letters retry 2-17 --source rastro-lake",
                "bench --couriers few",
                "bench --couriers 0",
                "bench --live-rate -1",
                "bench --live-couriers -1",
                "bench --live-duration soon",
                "bench --pix-accounts -1",
                "chaos --faults flood",
                "chaos --minutes 0",
                "chaos --nodes 0",
                "chaos --rate 0",
                "chaos --pix-accounts -1",
                "chaos --pix-rate 0",
                "drill",
                "drill rolling --nodes 13",
                "drill rolling --rate 0",
                "drill crash --pix-rate -1",
                "drill couriers --pix-accounts 3",
                "drill crash --nodes 2",
                "drill pause --hold 6s,soon",
                "drill pause --hold 30s,5s",
                "drill partition --nodes 2",
                "drill all --hold 5s"
            })
    void wrongUsageIsOneLineAndExit2(String args) {
        assertThat(execute(args)).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("rastro").contains("--help"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void benchKeepsWhatAFailureLeftAndSaysWhere() throws IOException {
        String home = System.getProperty("rastro.home");
        System.setProperty("rastro.home", dir.toString());
        try {
            assertThat(execute("bench")).isEqualTo(1);
        } finally {
            if (home == null) {
                System.clearProperty("rastro.home");
            } else {
                System.setProperty("rastro.home", home);
            }
        }
        String left = "rastro bench: what the system left, with its logs, is in ";
        Path kept = Path.of(err.toString()
                .lines()
                .filter(line -> line.startsWith(left))
                .findFirst()
                .orElseThrow()
                .substring(left.length()));
        assertThat(kept).isDirectory();
        try (Stream<Path> tree = Files.walk(kept)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev",
                "node",
                "schema",
                "load",
                "verify",
                "audit",
                "receipt",
                "status",
                "bench",
                "chaos",
                "drill",
                "drill rolling",
                "drill crash",
                "drill pause",
                "drill partition",
                "drill all",
                "dead-letters",
                "dead-letters list",
                "dead-letters show",
                "dead-letters retry"
            })
    void everyCommandHasHelp(String command) {
        assertThat(execute(command + " --help")).isZero();
        assertThat(out.toString()).contains("Usage: rastro " + command).contains("--verbose");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void chaosTellsItsPlanAndItsSeed() {
        assertThat(execute("chaos --seed 7 --minutes 1 --faults node,s3-hang --plan"))
                .isZero();
        assertThat(out.toString())
                .contains("seed 7", "kill -9 of an ingest node", "s3-hang")
                .doesNotContain("kafka");
        String plan = out.toString();
        out.getBuffer().setLength(0);
        execute("chaos --seed 7 --minutes 1 --faults node,s3-hang --plan");
        assertThat(out.toString()).isEqualTo(plan);
    }

    @Test
    void helpOfChaosNamesEveryFault() {
        execute("chaos --help");
        for (Fault fault : Fault.values()) {
            assertThat(out.toString()).contains(fault.id());
        }
    }

    @Test
    void failureIsOneLineAndExit1() {
        for (String command :
                new String[] {"status", "audit", "receipt courier~c~1~0", "verify --ledger " + dir, "load --positions f"
                }) {
            err.getBuffer().setLength(0);
            assertThat(execute(command + " --data " + dir.resolve("none"))).isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("endpoints.json"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"load --pix none.csv", "load --positions none.csv"})
    void aFileThatIsNotThereIsNamed(String command) {
        assertThat(execute(command + " --url http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("no such file: none.csv"));
    }

    @Test
    void byUrlSignalsAreNotRead() throws IOException {
        Path file = Files.writeString(
                dir.resolve("paysim.csv"),
                "step,type,amount,nameOrig,nameDest,isFraud\n1,PAYMENT,10.5,C1,C2,1\n1,PAYMENT,ten,C1,C2,0\n");
        String load = "load --pix " + file + " --url http://127.0.0.1:1 --patience 1ms";

        assertThat(execute(load)).isEqualTo(1);
        assertThat(out.toString()).contains("1 unanswered, 1 unreadable rows", " events/s;", "signals were not read:");
        assertThat(err.toString()).contains("line 3 is skipped: amount is not a decimal number from 0");

        out.getBuffer().setLength(0);
        assertThat(execute(load + " --json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"eventsPerSecond\":0", "\"signals\":{\"read\":false,\"whyNot\":");
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(execute("status --verbose --data " + dir.resolve("none"))).isEqualTo(1);
        assertThat(err.toString()).contains("\tat io.rastro.");
    }

    @Test
    void saysThatTheSystemWasStopped() throws IOException {
        Files.writeString(
                dir.resolve("endpoints.json"),
                "{\"http\":[\"http://127.0.0.1:1\"],\"management\":[],\"pids\":{\"nodes\":[]}}");
        assertThat(execute("status --data " + dir)).isEqualTo(1);
        assertThat(err.toString()).contains("is not running");
    }

    @Test
    void momentsAreInstantsOrSoLongAgo() {
        MomentText text = new MomentText();
        assertThat(text.convert("2026-11-21T08:00:00Z")).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(text.convert("1h"))
                .isCloseTo(Instant.now().minus(Duration.ofHours(1)), within(10, ChronoUnit.SECONDS));
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        DurationText text = new DurationText();
        assertThat(text.convert("90s")).hasSeconds(90);
        assertThat(text.convert("5m")).hasMinutes(5);
        assertThat(text.convert("1h")).hasHours(1);
        assertThat(text.convert("250ms")).hasMillis(250);
        assertThat(text.convert("7")).hasSeconds(7);
    }

    private int execute(String args) {
        CommandLine line = Rastro.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return args.isEmpty() ? line.execute() : line.execute(args.split(" "));
    }
}
