package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.node.WebSocketClient;
import io.rastro.node.journal.Away;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.pix.PixFrame;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivePixTest {

    private static final String LIVE = ACCOUNT + "/live";
    private static final String E1 = "E12345678202009091221abcdef12345";
    private static final String D1 = "D12345678202009091000abcde123456";
    private static final Instant AT = Instant.parse("2020-09-10T13:03:33.902Z");

    private static final TracedPix PAID = new TracedPix(
            "a-17",
            4,
            2,
            AT.toEpochMilli() + 5_000,
            Decided.of(
                    new PixItem(
                            PixKind.PAGAMENTO,
                            E1,
                            null,
                            null,
                            10_000,
                            AT.toEpochMilli(),
                            "tx1",
                            new Party("k2.abc", "***.456.789-**"),
                            new Party("k2.def", "***"),
                            null,
                            null,
                            Set.of(PixItem.Flag.COMPONENTS)),
                    Verdict.NEW),
            true);
    private static final TracedPix REFUSED = new TracedPix(
            "a-17",
            10,
            0,
            AT.toEpochMilli() + 9_000,
            Decided.broken(
                    new PixItem(
                            PixKind.ESTORNO,
                            E1,
                            D1,
                            "9",
                            789,
                            AT.toEpochMilli() + 1_000,
                            null,
                            null,
                            null,
                            "DEVOLVIDO",
                            "MED_FRAUDE",
                            Set.of()),
                    Rule.TOO_LATE,
                    false),
            true);
    private static final List<PixSignal> SIGNALS = List.of(
            new PixSignal(2, "limite-noturno", 1, 0.75, Map.of("limite", "100000", "centavos", "150000")),
            new PixSignal(2, "contraparte-nova", 2, 1, Map.of()));
    private static final List<LiveFrame> FRAMES = List.of(
            new PixFrame(PAID, SIGNALS),
            new LiveFrame.Lagging(new Cursor(4, 2), Cursor.allOf(9)),
            new PixFrame(REFUSED, List.of()),
            new LiveFrame.Heartbeat());

    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi(PixBodies.SETTINGS + "rastro.http.max-live = 2");
        api.pix.frames = Source.from(FRAMES);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsWhatTheHistoryShowsWithCursorAndSignals() {
        api.pix.onPage = page -> CompletableFuture.completedStage(new PixHistory.Page(List.of(PAID, REFUSED), null));
        JsonNode history = api.get(ACCOUNT + "/events").isOk().json().path("events");

        try (WebSocketClient client = WebSocketClient.open(api.uri(LIVE + "?fromSeq=3.1"))) {
            client.awaitFrames(4);

            ObjectNode first = client.frames().get(0).deepCopy();
            assertThat(first.remove("type").asText()).isEqualTo("event");
            assertThat(first.remove("cursor").asText()).isEqualTo("4.2");
            assertThat(first.remove("signals"))
                    .hasToString("[{\"rule\":\"limite-noturno\",\"version\":1,\"score\":0.75,"
                            + "\"inputs\":{\"centavos\":\"150000\",\"limite\":\"100000\"}},"
                            + "{\"rule\":\"contraparte-nova\",\"version\":2,\"score\":1.0,\"inputs\":{}}]");
            assertThat(first).isEqualTo(history.get(0));
            assertThat(client.frames().get(1)).hasToString("{\"type\":\"lagging\",\"from\":\"4.2\",\"to\":\"9\"}");
            ObjectNode next = client.frames().get(2).deepCopy();
            assertThat(next.remove("type").asText()).isEqualTo("event");
            assertThat(next.remove("cursor").asText()).isEqualTo("10.0");
            assertThat(next).as("without signals").isEqualTo(history.get(1));
            assertThat(client.frames().get(3)).hasToString("{\"type\":\"heartbeat\"}");
            assertThat(api.pix.watched).containsExactly(new TestPix.Watched("a-17", Optional.of(new Cursor(3, 1))));
        }
    }

    @Test
    void sendsFramesAsEventsAndResumesAfterTheLastOne() {
        String events = api.get(LIVE + "?fromSeq=1", "Accept", "text/event-stream", "Last-Event-ID", "7.0")
                .isOk()
                .body();

        assertThat(events).startsWith("retry: 1000\n\nid: 4.2\ndata: {\"type\":\"event\",\"kind\":\"pagamento\"");
        assertThat(events).contains("\n\nid: 9\ndata: {\"type\":\"lagging\"");
        assertThat(events).contains("\n\nid: 10.0\ndata: {\"type\":\"event\",\"kind\":\"estorno\"");
        assertThat(events).endsWith("data: {\"type\":\"heartbeat\"}\n\n");
        assertThat(api.pix.watched).containsExactly(new TestPix.Watched("a-17", Optional.of(new Cursor(7, 0))));
    }

    @Test
    void refusesWhatIsNoAccountAndNoCursor() {
        api.get("/v1/pix/accounts/11144477735/live", "Accept", "text/event-stream")
                .isProblem(400, "invalid-account-id");
        Answer wrong = api.get(LIVE + "?fromSeq=x", "Accept", "text/event-stream");
        wrong.isProblem(400, "invalid-parameter").naming("fromSeq");
        api.get(LIVE, "Accept", "text/event-stream", "Last-Event-ID", "1.x")
                .isProblem(400, "invalid-header")
                .naming("Last-Event-ID");
        assertThat(api.pix.watched).isEmpty();
        api.get(LIVE).isProblem(426, "upgrade-required");
    }

    @Test
    void countsWithThoseWhoWatchCouriersAndIsClosedWithThemWhenTheNodeStops() {
        api.pix.frames = Source.never();
        try (WebSocketClient account = WebSocketClient.open(api.uri(LIVE));
                WebSocketClient courier = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            Awaitility.await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 2.0"));
            api.get(LIVE, "Accept", "text/event-stream").isProblem(503, "overloaded");

            api.leave();
            assertThat(account.awaitClose()).isEqualTo(1012);
            assertThat(courier.awaitClose()).isEqualTo(1012);
        }
    }

    /** Who watches waits until the journal is back, as with couriers; what is asked and told is 503. */
    @Test
    void isOpenWhileTheJournalIsAway() {
        Away.goes(api.health);
        api.get(ACCOUNT).isProblem(503, "unavailable");

        assertThat(api.get(LIVE, "Accept", "text/event-stream").status()).isEqualTo(200);
    }

    @Test
    void isOffWithoutASecret() {
        try (TestApi off = new TestApi()) {
            off.get(LIVE, "Accept", "text/event-stream").isProblem(404, "pix-not-configured");
        }
    }
}
