package io.rastro.node.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.receipt.Receipt;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptRouteTest {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07.250Z");
    private static final String PATH = "/v1/receipts/courier~van%2F7~3~1";

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void journal() {
        api.journalAnswers = true;
        api.journal.put(
                "courier~van/7~3",
                new PositionsRecorded(
                        T.toEpochMilli(), 0, 0, null, List.of(Position.of(T, 1, 2), Position.of(T, 3, 4))));
        api.journal.put("courier~van/7~4", new OutboxDrained(3));
    }

    @Test
    void tellsEveryStage() {
        api.receipt = Optional.of(new Receipt(
                new Stage<>(State.DONE, new Receipt.KafkaPlace("courier.positions", 5, 77L), null),
                new Stage<>(
                        State.DONE,
                        new Receipt.TablePlace(
                                "rastro.courier_positions", Map.of("day", "2026-03-04", "fixedAt", T.toString())),
                        null),
                new Stage<>(State.PENDING, null, "The batch of its record is not closed yet.")));

        JsonNode receipt = api.get(PATH).isOk().json();

        assertThat(receipt.path("eventId").asText()).isEqualTo("courier~van/7~3~1");
        assertThat(receipt.at("/journal/state").asText()).isEqualTo("done");
        assertThat(receipt.at("/journal/seqNr").asLong()).isEqualTo(3);
        assertThat(receipt.at("/journal/receivedAt").asText()).isEqualTo(T.toString());
        assertThat(receipt.at("/kafka/partition").asInt()).isEqualTo(5);
        assertThat(receipt.at("/kafka/offset").asLong()).isEqualTo(77);
        assertThat(receipt.at("/kafka/why").isMissingNode()).isTrue();
        assertThat(receipt.at("/table/day").asText()).isEqualTo("2026-03-04");
        assertThat(receipt.at("/table/fixedAt").asText()).isEqualTo(T.toString());
        assertThat(receipt.at("/lake/state").asText()).isEqualTo("pending");
        assertThat(receipt.at("/lake/why").asText()).contains("not closed");
        assertThat(receipt.at("/lake/key").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "courier~c~0~0",
                "courier~c~+1~0",
                "courier~c~1~-1",
                "courier~c%21~1~0",
                "pix~111.444.777-35~1~0",
                "pix~~1~0",
                "order~c~1~0",
                "courier~c~9223372036854775807~0"
            })
    void refusesWhatIsNoEventId(String id) {
        api.get("/v1/receipts/" + id).isProblem(400, "invalid-event-id").naming("eventId");
    }

    /** No such event, no such place in it, an event without positions. */
    @ParameterizedTest
    @ValueSource(strings = {"courier~van%2F7~9~0", "courier~van%2F7~3~2", "courier~van%2F7~4~0", "courier~other~3~1"})
    void saysWhatWasNeverJournaled(String id) {
        api.get("/v1/receipts/" + id).isProblem(404, "unknown-event");
    }

    @Test
    void doesNotGuessWithoutTheJournal() {
        api.journalAnswers = false;
        Answer answer = api.get(PATH).isProblem(503, "unavailable");
        assertThat(answer.headers()).containsEntry("retry-after", "1");
    }

    @Test
    void refusesMoreThanItTakesAtOnce() {
        api.receipt = Optional.empty();
        Answer answer = api.get(PATH).isProblem(503, "overloaded");
        assertThat(answer.headers()).containsKey("retry-after");
    }

    /** Answered in time, and yet reads of the journal do not pile up. */
    @Test
    void holdsItsPlacesWhileTheJournalHangs() {
        CompletableFuture<Optional<JournalEvent>> hanging = new CompletableFuture<>();
        api.journalReads = hanging;
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Answer>> first = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> api.get(PATH), clients))
                    .limit(4)
                    .toList();
            first.forEach(asked -> asked.join().isProblem(503, "unavailable"));
            api.get(PATH).isProblem(503, "overloaded");
        } finally {
            api.journalReads = null;
            hanging.completeExceptionally(new IllegalStateException("away"));
            clients.shutdownNow();
        }
        api.get("/v1/receipts/courier~other~3~1").isProblem(404, "unknown-event");
    }

    @Test
    void boundsTheTimeThatMayBeAskedFor() {
        api.get(PATH + "?timeoutS=61").isProblem(400, "invalid-parameter").naming("timeoutS");
        api.get(PATH + "?timeoutS=0").isProblem(400, "invalid-parameter");
    }
}
