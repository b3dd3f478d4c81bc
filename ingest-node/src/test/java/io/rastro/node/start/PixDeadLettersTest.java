package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PixDeadLettersTest {

    private static final Instant AT = Instant.parse("2026-11-21T08:15:30Z");

    private final List<DeadLetter> sent = new ArrayList<>();
    private CompletableFuture<Done> kafka = CompletableFuture.completedFuture(Done.getInstance());
    private final PixDeadLetters letters = new PixDeadLetters(this::send, Runnable::run);

    private CompletionStage<Done> send(DeadLetter letter) {
        sent.add(letter);
        return kafka;
    }

    private CompletableFuture<Done> keep() {
        return letters.keep(new Quarantine.Call(
                        "a-17",
                        AT,
                        "k2.abc",
                        List.of(
                                new Quarantine.Item("pix[3]", "valor", "is required", "E1"),
                                new Quarantine.Item("body", "", "3 more", null))))
                .toCompletableFuture();
    }

    @Test
    void aLetterSaysWhereToAskForWhatItWasAndHoldsNothingOfIt() {
        assertThat(keep()).isCompleted();

        DeadLetter letter = sent.get(0);
        assertThat(letter.source()).isEqualTo("pix-webhook");
        assertThat(letter.reason()).isEqualTo("valor is required");
        assertThat(letter.at()).isEqualTo(AT);
        assertThat(letter.original()).isEmpty();
        assertThat(letter.context())
                .isEqualTo(Map.of(
                        "accountId", "a-17",
                        "fingerprint", "k2.abc",
                        "place", "pix[3]",
                        "field", "valor",
                        "endToEndId", "E1"));
        assertThat(sent.get(1).reason()).isEqualTo("3 more");
        assertThat(sent.get(1).context()).doesNotContainKey("endToEndId").containsEntry("place", "body");
    }

    @Test
    void isNotKeptBeforeKafkaHasAllOfIt() {
        kafka = new CompletableFuture<>();
        CompletableFuture<Done> kept = keep();

        assertThat(kept).isNotDone();
        kafka.completeExceptionally(new IllegalStateException("away"));
        assertThat(kept).isCompletedExceptionally();
    }

    @Test
    void refusesCallsWhileAsManyWaitAsMayAndTakesThemAgainAfterwards() {
        kafka = new CompletableFuture<>();
        List<CompletableFuture<Done>> waiting = new ArrayList<>();
        for (int i = 0; i < PixDeadLetters.MOST_CALLS; i++) {
            waiting.add(keep());
        }

        assertThat(waiting).allSatisfy(kept -> assertThat(kept).isNotDone());
        assertThat(keep()).isCompletedExceptionally();
        kafka.complete(Done.getInstance());
        assertThat(waiting).allSatisfy(kept -> assertThat(kept).isCompleted());
        assertThat(keep()).isCompleted();
    }
}
