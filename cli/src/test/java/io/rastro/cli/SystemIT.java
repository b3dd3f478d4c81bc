package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import io.rastro.proving.verify.CassandraSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with the commands that its users have: one POST to the lake, whatever is killed on the way. */
class SystemIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int PIX_ACCOUNTS = 5;

    @TempDir
    Path dir;

    private final PortPlan ports = PortPlan.free();

    @Test
    void whatIsAcknowledgedIsInEveryStoreOnceWhateverDies() throws Exception {
        Path data = dir.resolve("data");
        Path ledger = dir.resolve("ledger");
        OddPositions quiet = OddPositions.write(dir.resolve("quiet.csv"), "quiet/", 3000, 1);
        OddPositions batched = OddPositions.write(dir.resolve("batched.csv"), "batched-", 3000, 2);
        OddPositions disturbed = OddPositions.write(dir.resolve("disturbed.csv"), "disturbed-", 6000, 3);

        URI link;
        try (DevProcess dev = DevProcess.start(data, ports)) {
            assertThat(dev.awaitReady()).isEqualTo("http://127.0.0.1:" + ports.http());

            assertFirst(quiet, load(quiet, ledger, "--batch", "1"));
            assertAgain(quiet, load(quiet, ledger, "--batch", "200", "--format", "ndjson"));
            assertFirst(batched, load(batched, ledger, "--batch", "200", "--format", "avro"));
            assertAgain(batched, load(batched, ledger, "--batch", "50", "--gateway", "--concurrency", "3"));

            CompletableFuture<JsonNode> loading =
                    CompletableFuture.supplyAsync(() -> load(disturbed, ledger, "--batch", "1", "--concurrency", "4"));
            long before = Files.size(ledger);
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.size(ledger) > before + 40_000);
            dev.killNode();
            assertFirst(disturbed, loading.get());

            JsonNode paid = loadPix(ledger);
            JsonNode verified = JSON.readTree(run("verify", "--ledger", ledger.toString(), "--json"));
            assertThat(verified.get("ok").booleanValue()).as("%s", verified).isTrue();
            assertThat(verified.get("acknowledgedPositions").intValue())
                    .isEqualTo(Stream.of(quiet, batched, disturbed)
                            .mapToInt(odd -> odd.fixes() - odd.duplicates())
                            .sum());
            for (JsonNode store : verified.get("stores")) {
                assertThat(store.get("lost").longValue() + store.get("extra").longValue())
                        .as("%s", verified)
                        .isZero();
            }

            assertThat(verified.at("/pixEvents/acknowledged").longValue())
                    .isEqualTo(paid.get("accepted").longValue())
                    .isEqualTo(verified.at("/pixEvents/stores/lake/pixEvents").longValue());
            assertThat(verified.at("/pixEvents/stores/journal/extra").longValue())
                    .isZero();
            assertThat(verified.at("/pixSignals/stores/lake/pixSignals").longValue())
                    .isPositive();

            assertReceipt("courier~disturbed-0~1~0");

            assertAuditSeesWhatIsDoneToTheStores(data, dev.endpoints());

            JsonNode status = JSON.readTree(run("status", "--json"));
            assertThat(status.at("/members/0/status").textValue()).isEqualTo("Up");
            assertThat(status.at("/nodes/0/ready").booleanValue()).isTrue();
            assertThat(status.at("/nodes/0/pixAccounts").longValue()).isEqualTo(PIX_ACCOUNTS);
            assertThat(status.at("/nodes/0/pixShards").longValue()).isPositive();
            assertThat(status.at("/lag/rastro-pix").longValue())
                    .as("%s", status)
                    .isZero();

            new UnreadableRecord(data).isListedShownAndPutBack();

            link = link();
            List<Long> children = dev.childPids();
            assertThat(dev.stop()).isLessThan(Duration.ofSeconds(20));
            DevProcess.awaitGone(children);
            assertThat(Ran.on(data, "dead-letters", "list").exit()).isEqualTo(1);
        }

        try (DevProcess again = DevProcess.start(data, ports)) {
            again.awaitReady();
            assertThat(HTTP.send(HttpRequest.newBuilder(link).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertAgain(disturbed, load(disturbed, ledger, "--batch", "100"));
            List<Long> children = again.childPids();
            again.kill();
            DevProcess.awaitGone(children);
        }
    }

    /** To an order. */
    private URI link() throws IOException, InterruptedException {
        HttpRequest share = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.http() + "/v1/orders/o-1/share"))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> made = HTTP.send(share, BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return URI.create(JSON.readTree(made.body()).path("url").asText());
    }

    /** A position that was acknowledged while the node died has come all the way. */
    private void assertReceipt(String eventId) throws IOException {
        JsonNode receipt = JSON.readTree(run("receipt", eventId, "--json"));
        for (String store : new String[] {"journal", "kafka", "table", "lake"}) {
            assertThat(receipt.at("/" + store + "/state").textValue())
                    .as("%s", receipt)
                    .isEqualTo("done");
        }
        assertThat(run("receipt", eventId)).contains("rowGroup 0");
    }

    /** Everything was received within the last hour; the fixes themselves are years old. */
    private void assertAuditSeesWhatIsDoneToTheStores(Path data, Endpoints at) throws IOException {
        JsonNode before = JSON.readTree(run("audit", "--to", "0s", "--json"));
        assertThat(before.get("ok").booleanValue()).as("%s", before).isTrue();
        assertThat(before.get("positions").intValue())
                .isEqualTo(before.at("/stores/lake/positions").intValue());
        assertThat(run("audit", "--from", "2h", "--to", "1h")).contains(" 0 positions in 0 events");

        try (CqlSession session = CassandraSession.open(Objects.requireNonNull(at.cassandra()))) {
            Row row = session.execute("SELECT courier_id, day, fixed_at FROM rastro.courier_positions"
                            + " WHERE courier_id = 'quiet/0' LIMIT 1 ALLOW FILTERING")
                    .one();
            assertThat(row).isNotNull();
            session.execute(
                    "DELETE FROM rastro.courier_positions WHERE courier_id = ? AND day = ? AND fixed_at = ?",
                    row.getString(0),
                    row.getLocalDate(1),
                    row.getInstant(2));
            Row paid = session.execute("SELECT account_id, month, kind, hour, at, seq FROM rastro.pix_events LIMIT 1")
                    .one();
            assertThat(paid).isNotNull();
            session.execute(
                    "DELETE FROM rastro.pix_events WHERE account_id = ? AND month = ? AND kind = ? AND hour = ?"
                            + " AND at = ? AND seq = ?",
                    paid.getString(0),
                    paid.getString(1),
                    paid.getString(2),
                    paid.getInstant(3),
                    paid.getInstant(4),
                    paid.getLong(5));
            session.execute(
                    "INSERT INTO rastro.courier_positions (courier_id, day, fixed_at, event_id, received_at)"
                            + " VALUES ('nobody', '2026-01-01', '2026-01-01T00:00:00Z', 'courier~nobody~1~0', ?)",
                    Instant.now().minusSeconds(60));
        }
        removeAnObject(data, "courier_positions");
        removeAnObject(data, "pix_pagamentos");
        removeAnObject(data, "pix_sinais");
        JsonNode after = JSON.readTree(
                Ran.on(data, "audit", "--to", "0s", "--timeout", "1s", "--json").out(1));
        assertThat(after.get("ok").booleanValue()).isFalse();
        assertThat(after.at("/stores/table/lost").intValue()).as("%s", after).isPositive();
        assertThat(after.at("/stores/table/notInJournal").intValue()).isEqualTo(1);
        assertThat(after.at("/stores/lake/lost").intValue()).isPositive();
        assertThat(after.at("/pixEvents/stores/table/lost").intValue()).isPositive();
        assertThat(after.at("/pixEvents/stores/lake/lost").intValue()).isPositive();
        assertThat(after.at("/pixSignals/stores/lake/lost").intValue()).isPositive();
        assertThat(after.at("/pixEvents/stores/kafka/lost").intValue()).isZero();
        assertThat(after.at("/stores/lake/notInJournal").intValue()).isZero();
        assertThat(after.at("/stores/kafka/lost").intValue()).isZero();
    }

    private static void removeAnObject(Path data, String dataset) throws IOException {
        try (Stream<Path> tree = Files.walk(data.resolve("s3"))) {
            Files.delete(tree.filter(file ->
                            file.toString().contains(dataset) && file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static void assertFirst(OddPositions odd, JsonNode summary) {
        assertThat(summary.get("accepted").intValue()).as("%s", summary).isEqualTo(odd.fixes() - odd.duplicates());
        assertThat(summary.get("duplicates").intValue()).isEqualTo(odd.duplicates());
        assertThat(summary.get("rejected").intValue()).isZero();
    }

    private static void assertAgain(OddPositions odd, JsonNode summary) {
        assertThat(summary.get("accepted").intValue()).as("%s", summary).isZero();
        assertThat(summary.get("duplicates").intValue()).isEqualTo(odd.fixes());
    }

    /** Of few accounts each has several requests under way, so that their events are of more than one. */
    private JsonNode loadPix(Path ledger) throws IOException {
        return JSON.readTree(run(
                "load",
                "--pix-accounts",
                Integer.toString(PIX_ACCOUNTS),
                "--rate",
                "200",
                "--duration",
                "5s",
                "--batch",
                "4",
                "--ledger",
                ledger.toString(),
                "--json"));
    }

    private JsonNode load(OddPositions odd, Path ledger, String... more) {
        List<String> args = new ArrayList<>(
                List.of("load", "--positions", odd.file().toString(), "--ledger", ledger.toString(), "--json"));
        args.addAll(List.of(more));
        try {
            return JSON.readTree(run(args.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the command prints, on this test's data directory; it has to succeed. */
    private String run(String... args) {
        return Ran.on(dir.resolve("data"), args).out(0);
    }
}
