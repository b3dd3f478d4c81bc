package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.HashCodeMessageExtractor;
import akka.japi.function.Function;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.Reply;
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

    private static final Reply RECORDED = new Reply.Recorded(1, 0, 7, false, 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static ActorTestKit kit;

    /** What is answered, one after the other; when there is no more: nothing, until the time is over. */
    private final Deque<Reply> answers = new ArrayDeque<>();

    private int asked;

    private Duration timeout = TIMEOUT;
    private Duration given = Duration.ZERO;
    private final Asking asking = new Asking(kit.system(), 1, () -> timeout, new Asking.Way() {
        @Override
        @SuppressWarnings("unchecked") // only posts are asked here
        public <R> CompletionStage<R> ask(String courierId, Function<ActorRef<R>, Command> question, Duration atMost) {
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

    private CompletionStage<Reply> ask() {
        return asking.ask(
                "c", Reply.class, replyTo -> new Courier.GetLatest(kit.system().ignoreRef()));
    }

    private static Reply answerOf(CompletionStage<Reply> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsAsLongAsIsSaidWhenItAsks() throws Exception {
        answers.add(RECORDED);
        answers.add(RECORDED);

        answerOf(ask());
        assertThat(given).isBetween(TIMEOUT.dividedBy(2), TIMEOUT);
        timeout = TIMEOUT.multipliedBy(10);
        answerOf(ask());
        assertThat(given).isBetween(timeout.dividedBy(2), timeout);
    }

    @Test
    void whoAsksACourierThatLeavesIsAnsweredByTheNextOne() throws Exception {
        answers.add(Reply.Moving.INSTANCE);
        answers.add(Reply.Moving.INSTANCE);
        answers.add(RECORDED);

        assertThat(answerOf(ask())).isEqualTo(RECORDED);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void oneThatNeverArrivesIsRefusedWithinTheTime() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            answers.add(Reply.Moving.INSTANCE);
        }
        long began = System.nanoTime();

        assertThat(answerOf(ask())).isEqualTo(new Reply.Busy("the courier is moving to another node"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.plusSeconds(1));
        assertThat(asked).isBetween(2, (int) (TIMEOUT.toMillis() / 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "courier-17", "polygenelubricants", "a/b:c@d+e", "0"})
    void knowsTheShardsAsAkkaDoes(String courierId) {
        for (int shards : new int[] {1, 7, 128}) {
            String akkas = new HashCodeMessageExtractor<Command>(shards).shardId(courierId);
            assertThat(Asking.shardOf(courierId, shards)).isEqualTo(Math.abs(Integer.parseInt(akkas)));
        }
    }

    @Test
    void afterOneTimeOutTheOthersAreRefusedAtOnceUntilAnAnswerComes() throws Exception {
        assertThatThrownBy(() -> answerOf(ask()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);

        CompletionStage<Reply> probe = ask();
        for (int i = 0; i < 100; i++) {
            assertThat(ask().toCompletableFuture()).as("at once").isDone();
        }
        assertThat(asked).as("the first, and one probe in 300 ms").isLessThanOrEqualTo(3);
        assertThat(probe.toCompletableFuture()).isNotDone();

        TimeUnit.MILLISECONDS.sleep(Silence.PROBE.toMillis() + 50);
        answers.add(RECORDED);
        assertThat(answerOf(ask())).as("the next probe").isEqualTo(RECORDED);
        answers.add(RECORDED);
        assertThat(answerOf(ask())).as("and whoever asks then").isEqualTo(RECORDED);
    }
}
