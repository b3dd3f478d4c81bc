package io.rastro.sharding.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.HashCodeMessageExtractor;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskingTest {

    private record Answer(String text) {}

    private static final Answer DONE = new Answer("done");
    private static final Answer MOVING = new Answer("moving");
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final EntityKind<String> KIND = new EntityKind<>(
            EntityTypeKey.create(String.class, "any"),
            String.class,
            "stop",
            "your turn",
            replyTo -> "are you there",
            new EntityKind.Refusals() {
                @Override
                public Object busy(String reason) {
                    return new Answer(reason);
                }

                @Override
                public boolean isBusy(Object reply) {
                    return !reply.equals(DONE);
                }

                @Override
                public boolean isMoving(Object reply) {
                    return reply.equals(MOVING);
                }
            },
            "entity");

    private static ActorTestKit kit;

    /** What is answered, one after the other; when there is no more: nothing, until the time is over. */
    private final Deque<Answer> answers = new ArrayDeque<>();

    private int asked;

    private Duration timeout = TIMEOUT;
    private Duration given = Duration.ZERO;
    private final Asking<String> asking = new Asking<>(kit.system(), KIND, 1, () -> timeout, new Asking.Way<>() {
        @Override
        @SuppressWarnings("unchecked") // there is one kind of answer
        public <R> CompletionStage<R> ask(String id, Function<ActorRef<R>, String> question, Duration atMost) {
            synchronized (answers) {
                asked++;
                given = atMost;
                return answers.isEmpty()
                        ? new CompletableFuture<R>().orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
                        : CompletableFuture.completedFuture((R) answers.remove());
            }
        }
    });

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private CompletionStage<Answer> ask() {
        return asking.ask("c", Answer.class, replyTo -> "question");
    }

    private static Answer answerOf(CompletionStage<Answer> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsAsLongAsIsSaidWhenItAsks() throws Exception {
        answers.add(DONE);
        answers.add(DONE);

        answerOf(ask());
        assertThat(given).isBetween(TIMEOUT.dividedBy(2), TIMEOUT);
        timeout = TIMEOUT.multipliedBy(10);
        answerOf(ask());
        assertThat(given).isBetween(timeout.dividedBy(2), timeout);
    }

    @Test
    void whoAsksOneThatLeavesIsAnsweredByTheNextOne() throws Exception {
        answers.add(MOVING);
        answers.add(MOVING);
        answers.add(DONE);

        assertThat(answerOf(ask())).isEqualTo(DONE);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void oneThatNeverArrivesIsRefusedWithinTheTime() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            answers.add(MOVING);
        }
        long began = System.nanoTime();

        assertThat(answerOf(ask())).isEqualTo(new Answer("the entity is moving to another node"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.plusSeconds(1));
        assertThat(asked).isBetween(2, (int) (TIMEOUT.toMillis() / 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "courier-17", "polygenelubricants", "a/b:c@d+e", "0"})
    void knowsTheShardsAsAkkaDoes(String courierId) {
        for (int shards : new int[] {1, 7, 128}) {
            String akkas = new HashCodeMessageExtractor<String>(shards).shardId(courierId);
            assertThat(Asking.shardOf(courierId, shards)).isEqualTo(Math.abs(Integer.parseInt(akkas)));
        }
    }

    @Test
    void afterOneTimeOutTheOthersAreRefusedAtOnceUntilAnAnswerComes() throws Exception {
        assertThatThrownBy(() -> answerOf(ask()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);

        CompletionStage<Answer> probe = ask();
        for (int i = 0; i < 100; i++) {
            assertThat(ask().toCompletableFuture()).as("at once").isDone();
        }
        assertThat(asked).as("the first, and one probe in 300 ms").isLessThanOrEqualTo(3);
        assertThat(probe.toCompletableFuture()).isNotDone();

        TimeUnit.MILLISECONDS.sleep(Silence.PROBE.toMillis() + 50);
        answers.add(DONE);
        assertThat(answerOf(ask())).as("the next probe").isEqualTo(DONE);
        answers.add(DONE);
        assertThat(answerOf(ask())).as("and whoever asks then").isEqualTo(DONE);
    }
}
