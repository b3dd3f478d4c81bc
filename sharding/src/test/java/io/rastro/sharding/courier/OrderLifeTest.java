package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.courier.CourierOrders.ChangeOrder;
import io.rastro.sharding.courier.CourierOrders.Order;
import io.rastro.sharding.courier.CourierOrders.OrderReply;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import io.rastro.sharding.order.OrderCursor;
import io.rastro.sharding.order.OrderFrame;
import io.rastro.sharding.order.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One order over several couriers that carry others as well, move and hand it over; who watches it is cut off again and again,
 * and is shown each of its positions once and in order. Drawn from a seed.
 */
class OrderLifeTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private static final int STEPS = 300;
    private static final String ORDER = "o-1";

    private final List<TestCourier> couriers = List.of(KIT.courier(), KIT.courier(), KIT.courier());
    private final List<String> expected = new ArrayList<>();
    private long time = 1_000_000;

    private List<TracedOrderChange> stored() {
        return couriers.stream()
                .flatMap(courier -> courier.egress.items().stream())
                .flatMap(OrderLifeTest::changes)
                .filter(change -> change.orderId().equals(ORDER))
                .toList();
    }

    private static Stream<TracedOrderChange> changes(Outgoing item) {
        return TracedOrderChange.of(item.entityId(), item.seqNr(), (CourierEvent) item.event()).stream();
    }

    private Orders orders() {
        Map<String, TestCourier> byId =
                couriers.stream().collect(java.util.stream.Collectors.toMap(courier -> courier.id, it -> it));
        return Orders.alone(
                KIT.actors().system(),
                orderId -> CompletableFuture.completedFuture(stored()),
                (courierId, from, ending) -> LiveSession.frames(
                        new Watched(
                                courierId,
                                CourierId.persistenceId(courierId),
                                KIT.journal().reader(),
                                PositionFrame.ITEMS,
                                (cursor, watcher) -> byId.get(courierId).tell(new Courier.Watch(cursor, watcher))),
                        from,
                        ending));
    }

    private void say(TestCourier courier, OrderChange change) {
        TestProbe<OrderReply> reply = KIT.actors().createTestProbe(OrderReply.class);
        courier.tell(new ChangeOrder(change == OrderChange.RELEASED ? null : ORDER, change, time++, reply.ref()));
        assertThat(reply.receiveMessage(TestCourier.LONG)).isInstanceOf(Order.class);
    }

    /** The clocks of the devices are ahead, each as it is. */
    private Position fix(TestCourier courier) {
        return at(time++ + 20_000L * couriers.indexOf(courier));
    }

    private void post(TestCourier courier, boolean assigned, Random random) {
        List<Position> positions = new ArrayList<>();
        List<Boolean> about = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Position position = fix(courier);
            boolean named = random.nextInt(4) > 0;
            boolean other = !named && random.nextInt(2) == 0;
            positions.add(named && !assigned ? position.serving(ORDER) : other ? position.serving("other") : position);
            about.add(assigned ? !other : named);
        }
        Courier.Reply.Recorded recorded = (Courier.Reply.Recorded) courier.answerAt(time++, positions);
        for (int i = 0; i < positions.size(); i++) {
            if (about.get(i)) {
                expected.add(courier.id + " " + recorded.seqNr() + "." + i);
            }
        }
    }

    @Test
    void everyWatcherIsShownEachPositionOfTheOrderOnceAndInOrder() throws Exception {
        long seed = Long.getLong("rastro.order.seed", System.nanoTime());
        Random random = new Random(seed);
        couriers.forEach(courier -> {
            courier.archive.hasEverything = true;
            courier.maxWindow = 64_000;
            courier.start();
        });
        Orders orders = orders();
        List<Client> clients = List.of(new Client(orders), new Client(orders), new Client(orders));
        TestCourier carrier = couriers.get(0);
        boolean assigned = false;
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(100);
            if (dice < 78) {
                post(carrier, assigned, random);
            } else if (dice < 90) {
                clients.get(random.nextInt(3)).cut();
            } else if (dice < 94) {
                carrier.restart();
            } else {
                if (assigned) {
                    say(carrier, OrderChange.RELEASED);
                    orders.changed(ORDER);
                }
                carrier.answerAt(time++, List.of(fix(carrier))); // who has it no more does not name it
                carrier = couriers.get(random.nextInt(3));
                assigned = random.nextBoolean();
                if (assigned) {
                    say(carrier, OrderChange.PICKED_UP);
                }
            }
            orders.changed(ORDER);
        }
        say(carrier, OrderChange.DELIVERED);
        for (Client client : clients) {
            await().atMost(TestCourier.LONG).untilAsserted(() -> {
                orders.changed(ORDER);
                assertThat(firstDifference(client.shown))
                        .as("-Drastro.order.seed=%s", seed)
                        .isEmpty();
                assertThat(client.delivered).isTrue();
            });
            client.ended().toCompletableFuture().get(1, TimeUnit.SECONDS);
        }
        carrier.answerAt(time++, List.of(fix(carrier).serving(ORDER))); // after its end
        Client late = new Client(orders);
        await().atMost(TestCourier.LONG).until(() -> late.delivered);
        assertThat(firstDifference(late.shown))
                .as("-Drastro.order.seed=%s", seed)
                .isEmpty();
    }

    private List<String> firstDifference(List<String> shown) {
        for (int i = 0; i < Math.max(shown.size(), expected.size()); i++) {
            String one = i < shown.size() ? shown.get(i) : "nothing";
            String other = i < expected.size() ? expected.get(i) : "nothing";
            if (!one.equals(other)) {
                return List.of("at " + i + ": " + one + ", expected: " + other);
            }
        }
        return List.of();
    }

    /** Comes back with the cursor that it was shown last. */
    private static final class Client {

        private final Orders orders;
        private final List<String> shown = new CopyOnWriteArrayList<>();
        private volatile OrderCursor seen = OrderCursor.BEGINNING;
        private volatile boolean delivered;
        private Pair<UniqueKillSwitch, CompletionStage<akka.Done>> running;

        Client(Orders orders) {
            this.orders = orders;
            this.running = connect();
        }

        private Pair<UniqueKillSwitch, CompletionStage<akka.Done>> connect() {
            return orders.live(ORDER, Optional.of(seen))
                    .viaMat(KillSwitches.single(), Keep.right())
                    .toMat(Sink.foreach(this::show), Keep.both())
                    .run(KIT.actors().system());
        }

        private void show(OrderFrame frame) {
            if (frame instanceof OrderFrame.Position position) {
                shown.add(position.frame().position().courierId() + " "
                        + position.cursor().cursor());
                seen = position.cursor();
            } else if (frame instanceof OrderFrame.PickedUp pickedUp && pickedUp.cursor() != null) {
                seen = pickedUp.cursor();
            } else if (frame instanceof OrderFrame.Released released) {
                seen = released.cursor();
            } else if (frame instanceof OrderFrame.Delivered end) {
                seen = end.cursor();
                delivered = true;
            }
        }

        void cut() throws Exception {
            running.first().shutdown();
            running.second().toCompletableFuture().get(10, TimeUnit.SECONDS);
            running = connect();
        }

        CompletionStage<akka.Done> ended() {
            return running.second();
        }
    }
}
