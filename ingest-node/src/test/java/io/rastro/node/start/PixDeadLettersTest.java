package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixDeadLettersTest {

    private static final Instant AT = Instant.parse("2026-11-21T08:15:30Z");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final CompletionStage<Done> AWAY = CompletableFuture.failedStage(new IllegalStateException("away"));

    private final List<DeadLetter> sent = new CopyOnWriteArrayList<>();
    private volatile Function<DeadLetter, CompletionStage<Done>> kafka =
            letter -> CompletableFuture.completedStage(Done.getInstance());
    private final LetterBox box = new LetterBox("letters", this::send);
    private final PixDeadLetters letters = new PixDeadLetters(box);

    @AfterEach
    void end() {
        box.close();
    }

    private CompletionStage<Done> send(DeadLetter letter) {
        sent.add(letter);
        return kafka.apply(letter);
    }

    private CompletableFuture<Done> keep() {
        return keep("k2.abc");
    }

    private CompletableFuture<Done> keep(@Nullable String fingerprint) {
        return letters.keep(new Quarantine.Call(
                        "a-17",
                        AT,
                        fingerprint,
                        List.of(
                                new Quarantine.Item("pix[3]", "valor", "is required", "E1"),
                                new Quarantine.Item("body", "", "3 more", null))))
                .toCompletableFuture();
    }

    @Test
    void aLetterSaysWhereToAskForWhatItWasAndHoldsNothingOfIt() {
        assertThat(keep()).succeedsWithin(SOON);

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
    void aCallWhoseBodyWasNotReadHasNoFingerprint() {
        assertThat(keep(null)).succeedsWithin(SOON);

        assertThat(sent.get(0).context()).doesNotContainKey("fingerprint").containsEntry("accountId", "a-17");
    }

    @Test
    void isNotKeptBeforeKafkaHasAllOfIt() {
        CompletableFuture<Done> acknowledged = new CompletableFuture<>();
        kafka = letter -> acknowledged;
        CompletableFuture<Done> kept = keep();
        await().atMost(SOON).until(() -> sent.size() == 2);

        assertThat(kept).isNotDone();
        acknowledged.completeExceptionally(new IllegalStateException("away"));
        assertThat(kept).failsWithin(SOON);
    }

    @Test
    void theFirstLetterThatFailsIsTheLastOfItsCall() {
        kafka = letter -> AWAY;

        assertThat(keep()).failsWithin(SOON);
        assertThat(sent).hasSize(1);
    }

    @Test
    void refusesCallsWhileAsManyWaitAsMayAndTakesThemAgainAfterwards() {
        CompletableFuture<Done> acknowledged = new CompletableFuture<>();
        kafka = letter -> acknowledged;
        List<CompletableFuture<Done>> waiting = new ArrayList<>();
        for (int i = 0; i < LetterBox.MOST_REQUESTS; i++) {
            waiting.add(keep());
        }

        assertThat(waiting).allSatisfy(kept -> assertThat(kept).isNotDone());
        assertThat(keep()).isCompletedExceptionally();
        acknowledged.complete(Done.getInstance());
        assertThat(waiting).allSatisfy(kept -> assertThat(kept).succeedsWithin(SOON));
        assertThat(keep()).succeedsWithin(SOON);
    }

    /** As the producer does while Kafka is away. */
    @Test
    void sendsThatBlockHoldTwoThreadsOfItsOwnAndNoneOfTheCallers() {
        CountDownLatch back = new CountDownLatch(1);
        Set<Thread> blocked = ConcurrentHashMap.newKeySet();
        kafka = letter -> {
            blocked.add(Thread.currentThread());
            try {
                back.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return AWAY;
        };
        List<CompletableFuture<Done>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(keep());
        }
        await().atMost(SOON).until(() -> sent.size() == 2);

        back.countDown();
        assertThat(waiting).allSatisfy(kept -> assertThat(kept).failsWithin(SOON));
        assertThat(sent).hasSize(10);
        assertThat(blocked).hasSize(2).allMatch(Thread::isDaemon).doesNotContain(Thread.currentThread());
    }

    @Test
    void takesNoMoreOnceItIsClosedAndFinishesWhatItHas() {
        CompletableFuture<Done> acknowledged = new CompletableFuture<>();
        kafka = letter -> acknowledged;
        CompletableFuture<Done> kept = keep();

        box.close();

        assertThat(keep()).isCompletedExceptionally();
        acknowledged.complete(Done.getInstance());
        assertThat(kept).succeedsWithin(SOON);
    }
}
