package io.rastro.sharding.order;

import akka.NotUsed;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Source;
import io.rastro.sharding.courier.Couriers;
import io.rastro.sharding.order.OrderSession.Live;
import io.rastro.sharding.remote.Others;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The orders of the cluster, as a node sees them. What couriers do with them is journaled by the couriers, and published; the
 * node that stores what was published tells every node of it, so that who watches an order there reads it anew.
 */
public final class Orders {

    private static final String NEWS = "orders";

    private final ActorSystem<?> system;
    private final OrderStore store;
    private final Live live;
    private final Supplier<Set<Address>> others;
    private final ActorRef<News> own;
    /** By order; guarded by itself. */
    private final Map<String, OrderWatch> watches = new HashMap<>();

    /** Something was said of an order, and is stored. */
    record News(String orderId) implements RemoteMessage {}

    private Orders(ActorSystem<?> system, OrderStore store, Live live, Supplier<Set<Address>> others) {
        this.system = system;
        this.store = store;
        this.live = live;
        this.others = others;
        this.own = system.systemActorOf(
                Behaviors.receiveMessage(news -> {
                    readAnew(news.orderId());
                    return Behaviors.same();
                }),
                NEWS,
                Props.empty());
    }

    /** Once for each node. */
    public static Orders start(ActorSystem<?> system, OrderStore store, Couriers couriers) {
        return new Orders(system, store, couriers::live, Others.of(system));
    }

    /** For a system that is in no cluster. */
    public static Orders alone(ActorSystem<?> system, OrderStore store, Live live) {
        return new Orders(system, store, live, Set::of);
    }

    /** Something new was stored of this order. Any thread; never blocks. */
    public void changed(String orderId) {
        News news = new News(orderId);
        own.tell(news);
        for (Address address : others.get()) {
            ActorRefResolver.get(system)
                    .<News>resolveActorRef(address + "/system/" + NEWS)
                    .tell(news);
        }
    }

    /** @return fails when the store does not answer */
    public CompletionStage<OrderLegs> find(String orderId) {
        return store.read(orderId).thenApply(OrderLegs::of);
    }

    /**
     * Live frames of one order, until it is delivered.
     *
     * @param from what the client has seen: every later position of the order comes exactly once; empty: who carries it and the
     *     live position, then what comes
     */
    public Source<OrderFrame, NotUsed> live(String orderId, Optional<OrderCursor> from) {
        return Source.lazySource(() -> {
                    OrderWatch.Session watch = watch(orderId);
                    return OrderSession.frames(orderId, watch, live, from).watchTermination((ignored, ended) -> {
                        ended.whenComplete((done, failure) -> forget(orderId, watch));
                        return NotUsed.getInstance();
                    });
                })
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    /** One reads for all who watch the same order here. */
    private OrderWatch.Session watch(String orderId) {
        synchronized (watches) {
            return watches.computeIfAbsent(orderId, id -> new OrderWatch(system, id, store, OrderWatch.AGAIN))
                    .begin();
        }
    }

    private void forget(String orderId, OrderWatch.Session session) {
        synchronized (watches) {
            if (session.end()) {
                watches.remove(orderId);
            }
        }
    }

    private void readAnew(String orderId) {
        OrderWatch watch;
        synchronized (watches) {
            watch = watches.get(orderId);
        }
        if (watch != null) {
            watch.read();
        }
    }
}
