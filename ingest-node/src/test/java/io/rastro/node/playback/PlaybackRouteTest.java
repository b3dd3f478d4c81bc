package io.rastro.node.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.RawWebSocket;
import io.rastro.node.TestApi;
import io.rastro.node.WebSocketClient;
import io.rastro.node.positions.History;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.table.HistoryCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybackRouteTest {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final String LIVE = "/v1/couriers/user%2Fphone/live?from=" + T;
    private static final String[] EVENTS = {"Accept", "text/event-stream"};

    private final List<TracedPosition> history = new ArrayList<>();
    private final AtomicInteger pages = new AtomicInteger();
    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.http.max-live = 2");
        api.history = this::page;
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** The order of the journal is another one. */
    private void record(int positions, Duration apart) {
        for (int i = 0; i < positions; i++) {
            history.add(new TracedPosition(
                    "user/phone",
                    positions - i,
                    i % 3,
                    T.toEpochMilli(),
                    Position.of(T.plus(apart.multipliedBy(i)), i % 1_000 * 1e-3, 2)));
        }
    }

    private CompletionStage<History.Page> page(
            String id, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        pages.incrementAndGet();
        assertThat(id).isEqualTo("user/phone");
        List<TracedPosition> in = history.stream()
                .filter(each -> !each.position().fixedAt().isBefore(from)
                        && (to == null || each.position().fixedAt().isBefore(to)))
                .toList();
        int first = 0;
        if (cursor != null) {
            while (!HistoryCursor.of(in.get(first)).text().equals(cursor)) {
                first++;
            }
            first++;
        }
        int end = Math.min(in.size(), first + limit);
        String next = end < in.size() ? HistoryCursor.of(in.get(end - 1)).text() : null;
        return CompletableFuture.completedStage(new History.Page(in.subList(first, end), next));
    }

    private static List<String> cursors(List<TracedPosition> positions) {
        return positions.stream().map(each -> each.seqNr() + "." + each.index()).toList();
    }

    private static List<String> cursors(WebSocketClient client) {
        return client.positions().stream()
                .map(frame -> frame.path("cursor").asText())
                .toList();
    }

    @Test
    void playsAllOfItOverPagesAndThenEnds() {
        record(250, Duration.ofSeconds(1));
        long began = System.nanoTime();
        try (WebSocketClient client = WebSocketClient.open(api.uri(LIVE + "&speed=500"))) {
            assertThat(client.awaitClose()).isEqualTo(1000);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(490));
            assertThat(cursors(client)).isEqualTo(cursors(history));
            JsonNode first = client.frames().get(0);
            assertThat(first.path("courierId").asText()).isEqualTo("user/phone");
            assertThat(first.path("seq").asInt()).isEqualTo(250);
            assertThat(first.path("fixedAt").asText()).isEqualTo("2026-03-04T05:06:07.000Z");
            assertThat(first.path("lon").asDouble()).isEqualTo(2);
            JsonNode end = client.frames().get(client.frames().size() - 1);
            assertThat(end.path("type").asText()).isEqualTo("end");
            assertThat(end.path("positions").asInt()).isEqualTo(250);
        }
        assertThat(pages.get()).isEqualTo(5);
        assertThat(api.watchedFrom).isEmpty();
    }

    @Test
    void endsBeforeTo() {
        record(20, Duration.ofSeconds(1));
        try (WebSocketClient client = WebSocketClient.open(
                api.uri(LIVE + "&speed=1000&to=" + T.plusSeconds(10).toEpochMilli()))) {
            assertThat(client.awaitClose()).isEqualTo(1000);
            assertThat(cursors(client)).isEqualTo(cursors(history.subList(0, 10)));
        }
    }

    @Test
    void goesOnAfterTheLastEventAndSaysWhenNothingMoreComes() {
        record(150, Duration.ofMillis(10));
        String all = api.get(LIVE + "&speed=1000", EVENTS).isOk().body();
        assertThat(all)
                .startsWith("retry: 1000\n\nid: ")
                .endsWith("id: end\ndata: {\"type\":\"end\",\"positions\":150}\n\n");
        List<String> ids = ids(all);
        assertThat(ids).hasSize(151).doesNotHaveDuplicates();

        String rest = api.get(LIVE + "&speed=1000", "Accept", "text/event-stream", "Last-Event-ID", ids.get(119))
                .isOk()
                .body();
        assertThat(ids(rest)).isEqualTo(ids.subList(120, 151));

        assertThat(api.get(LIVE, "Accept", "text/event-stream", "Last-Event-ID", "end")
                        .status())
                .isEqualTo(204);
        api.get(LIVE, "Accept", "text/event-stream", "Last-Event-ID", "4.2")
                .isProblem(400, "invalid-header")
                .naming("Last-Event-ID");
    }

    private static List<String> ids(String events) {
        List<String> ids = new ArrayList<>();
        Matcher id = Pattern.compile("^id: (.+)$", Pattern.MULTILINE).matcher(events);
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "from=2026-03-04T05:06:07Z&speed=0; speed",
                "from=2026-03-04T05:06:07Z&speed=; speed",
                "from=2026-03-04T05:06:07Z&speed=NaN; speed",
                "from=2026-03-04T05:06:07Z&speed=Infinity; speed",
                "from=2026-03-04T05:06:07Z&speed=-1; speed",
                "from=2026-03-04T05:06:07Z&speed=abc; speed",
                "from=2026-03-04T05:06:07Z&speed=1e2; speed",
                "from=2026-03-04T05:06:07Z&speed=0.09; speed",
                "from=2026-03-04T05:06:07Z&speed=1000.1; speed",
                "from=yesterday; from",
                "from=; from",
                "from=2999-03-04T05:06:07Z; from",
                "to=2026-03-04T05:06:07Z; from",
                "speed=2; from",
                "from=2026-03-04T05:06:07Z&to=2026-03-04T05:06:06Z; to",
                "from=2026-03-04T05:06:07Z&to=x; to",
                "from=2026-03-04T05:06:07Z&fromSeq=0; fromSeq",
            })
    void refusesBadInputBeforeItOpensAnything(String query, String field) {
        api.get("/v1/couriers/user%2Fphone/live?" + query, EVENTS)
                .isProblem(400, "invalid-parameter")
                .naming(field);
        assertThat(pages.get()).isZero();
    }

    @Test
    void takesFractionsOfASpeedAndWantsAWebSocketOrEvents() {
        api.get(LIVE + "&speed=0.1").isProblem(426, "upgrade-required");
        api.get(LIVE + "&speed=12.25").isProblem(426, "upgrade-required");
    }

    @Test
    void countsAsALiveConnectionAndEndsWithTheNode() {
        record(1_000, Duration.ofSeconds(5));
        try (WebSocketClient first = WebSocketClient.open(api.uri(LIVE + "&speed=0.1"));
                WebSocketClient second = WebSocketClient.open(api.uri(LIVE + "&speed=0.1"))) {
            first.awaitFrames(1);
            second.awaitFrames(1);
            api.get(LIVE, EVENTS).isProblem(503, "overloaded");

            CompletionStage<?> left = api.leave();
            assertThat(first.awaitClose()).isEqualTo(1012);
            assertThat(second.awaitClose()).isEqualTo(1012);
            left.toCompletableFuture().join();
            assertThat(first.frames()).hasSize(1);
        }
        assertThat(pages.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aTableThatDoesNotAnswerIsSaidBeforeAndWaitedForLater() {
        record(250, Duration.ofMillis(1));
        api.history = (id, from, to, limit, cursor) ->
                CompletableFuture.failedStage(new IllegalStateException("the test wants it so"));
        api.get(LIVE, EVENTS).isProblem(503, "unavailable");

        AtomicInteger failures = new AtomicInteger(2);
        api.history = (id, from, to, limit, cursor) -> cursor != null && failures.getAndDecrement() > 0
                ? CompletableFuture.failedStage(new IllegalStateException("the test wants it so"))
                : page(id, from, to, limit, cursor);
        try (WebSocketClient client = WebSocketClient.open(api.uri(LIVE + "&speed=1000"))) {
            assertThat(client.awaitClose()).isEqualTo(1000);
            assertThat(cursors(client)).isEqualTo(cursors(history));
        }
    }

    @Test
    void readsNoMoreThanWhatAReaderTakes() throws Exception {
        record(200_000, Duration.ZERO);
        List<TracedPosition> all = List.copyOf(history);
        api.history = (id, from, to, limit, cursor) -> {
            int page = pages.getAndIncrement();
            return CompletableFuture.completedStage(new History.Page(
                    all.subList(page * limit, (page + 1) * limit),
                    page == 3_999 ? null : HistoryCursor.of(all.get(page)).text()));
        };
        try (RawWebSocket stalled = new RawWebSocket(api.port(), LIVE, 4_096)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                int before = pages.get();
                Thread.sleep(500);
                return before > 0 && pages.get() == before;
            });
            assertThat(pages.get()).isLessThan(2_000);
            assertThat(stalled).isNotNull();
        }
        await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 0.0"));
    }
}
