package io.rastro.sharding.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.TracedOrderChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OrderWatchTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration NEVER = Duration.ofDays(1);
    private static final List<TracedOrderChange> PICKED_UP =
            List.of(new TracedOrderChange("c-1", 3, 0, "o", OrderChange.PICKED_UP, false, 100, 100));

    private final Queue<CompletableFuture<List<TracedOrderChange>>> reads = new ConcurrentLinkedQueue<>();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private OrderWatch watch(Duration again) {
        return new OrderWatch(
                KIT.system(),
                "o",
                orderId -> {
                    CompletableFuture<List<TracedOrderChange>> read = new CompletableFuture<>();
                    reads.add(read);
                    return read;
                },
                again);
    }

    private CompletableFuture<List<TracedOrderChange>> nextRead() {
        return await().until(reads::poll, read -> read != null);
    }

    private static Optional<String> carrier(OrderLegs now) {
        return now.last().map(OrderLegs.Leg::courierId);
    }

    @Test
    void whoIsToldMayWaitForTheNextThingAtOnce() {
        OrderWatch watch = watch(NEVER);
        OrderWatch.Session session = watch.begin();
        CompletableFuture<String> carrier = session.await(Optional::of)
                .thenCompose(now -> session.await(OrderWatchTest::carrier))
                .toCompletableFuture();
        nextRead().complete(List.of());
        assertThat(carrier).isNotDone();
        watch.read();
        nextRead().complete(PICKED_UP);
        assertThat(carrier).isCompletedWithValue("c-1");
        session.end();
    }

    @Test
    void whatChangesWhileItIsReadIsReadAgain() {
        OrderWatch watch = watch(NEVER);
        OrderWatch.Session session = watch.begin();
        CompletableFuture<String> carrier =
                session.await(OrderWatchTest::carrier).toCompletableFuture();
        CompletableFuture<List<TracedOrderChange>> first = nextRead();
        watch.read();
        watch.read();
        assertThat(reads).as("one at a time").isEmpty();
        first.complete(List.of());
        nextRead().complete(PICKED_UP);
        assertThat(carrier).isCompletedWithValue("c-1");
        assertThat(reads).isEmpty();
        session.end();
    }

    @Test
    void looksByItselfAlsoAfterAFailure() {
        OrderWatch.Session session = watch(Duration.ofMillis(50)).begin();
        CompletableFuture<String> carrier =
                session.await(OrderWatchTest::carrier).toCompletableFuture();
        nextRead().completeExceptionally(new IllegalStateException("away"));
        nextRead().complete(PICKED_UP);
        assertThat(carrier).isCompletedWithValue("c-1");
        session.end();
    }

    @Test
    void readsNothingMoreWhenItHasEnded() {
        OrderWatch watch = watch(Duration.ofMillis(20));
        OrderWatch.Session session = watch.begin();
        nextRead().complete(List.of());
        session.end();
        reads.clear();
        watch.read();
        await().during(Duration.ofMillis(100)).until(reads::isEmpty);
    }

    @Test
    void readsForAllWhoWatchUntilTheLastOneLeaves() {
        OrderWatch watch = watch(NEVER);
        OrderWatch.Session one = watch.begin();
        OrderWatch.Session other = watch.begin();
        CompletableFuture<String> left = one.await(OrderWatchTest::carrier).toCompletableFuture();
        CompletableFuture<String> carrier = other.await(OrderWatchTest::carrier).toCompletableFuture();
        assertThat(one.end()).isFalse();
        nextRead().complete(PICKED_UP);
        assertThat(carrier).as("by what may have been read before it came").isNotDone();
        nextRead().complete(PICKED_UP);
        assertThat(carrier).isCompletedWithValue("c-1");
        assertThat(left).isNotDone();
        assertThat(reads).isEmpty();
        assertThat(other.end()).isTrue();
    }
}
