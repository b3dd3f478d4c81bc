package io.rastro.sharding.order;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.order.OrderFrame.PickedUp;
import io.rastro.sharding.order.OrderFrame.Released;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order that nobody carries for a while; the couriers are still. */
class OrderReleaseTest {

    private static final String ORDER = "o";

    private final ActorTestKit kit = ActorTestKit.create();
    private final List<TracedOrderChange> said = new CopyOnWriteArrayList<>();
    private final Orders orders = Orders.alone(
            kit.system(),
            orderId -> CompletableFuture.completedFuture(List.copyOf(said)),
            (courierId, from, ending) -> Source.completionStage(ending).mapConcat(any -> List.of()));

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private void say(String courierId, long seqNr, OrderChange change, long atMillis) {
        said.add(new TracedOrderChange(courierId, seqNr, 0, ORDER, change, false, atMillis, atMillis));
        orders.changed(ORDER);
    }

    private SinkQueueWithCancel<OrderFrame> watch(Optional<OrderCursor> from) {
        return orders.live(ORDER, from).runWith(Sink.queue(), kit.system());
    }

    private static OrderFrame next(SinkQueueWithCancel<OrderFrame> frames) throws Exception {
        return frames.pull().toCompletableFuture().get(5, TimeUnit.SECONDS).orElseThrow();
    }

    @Test
    void itsWatchersAreToldAndGoOnWithWhoPicksItUp() throws Exception {
        say("a", 5, OrderChange.PICKED_UP, 100);
        var frames = watch(Optional.empty());
        assertThat(next(frames)).isInstanceOf(PickedUp.class);
        say("a", 6, OrderChange.RELEASED, 200);
        Released released = new Released(OrderCursor.allOf(100), 200);
        assertThat(next(frames)).isEqualTo(released);
        var cut = watch(Optional.of(released.cursor()));
        var late = watch(Optional.empty());
        assertThat(next(late)).isEqualTo(released);
        say("b", 1, OrderChange.PICKED_UP, 300);
        for (var each : List.of(frames, cut, late)) {
            assertThat(next(each))
                    .isInstanceOfSatisfying(
                            PickedUp.class,
                            pickedUp -> assertThat(pickedUp.courierId()).isEqualTo("b"));
        }
        say("b", 2, OrderChange.DELIVERED, 400);
        for (var each : List.of(frames, cut, late)) {
            assertThat(next(each)).isInstanceOf(OrderFrame.Delivered.class);
            assertThat(each.pull().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void whoHasItAgainIsANewLeg() throws Exception {
        say("a", 5, OrderChange.PICKED_UP, 100);
        say("a", 6, OrderChange.RELEASED, 200);
        var frames = watch(Optional.of(OrderCursor.BEGINNING));
        assertThat(next(frames)).isInstanceOf(PickedUp.class);
        assertThat(next(frames)).isInstanceOf(Released.class);
        say("a", 7, OrderChange.PICKED_UP, 300);
        assertThat(next(frames))
                .isInstanceOfSatisfying(
                        PickedUp.class,
                        pickedUp -> assertThat(pickedUp.atMillis()).isEqualTo(300));
    }
}
