package io.rastro.sharding.courier;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Source;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.entity.Entities;
import io.rastro.sharding.entity.Entities.Shards;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** All couriers of the cluster, as a node sees them. */
public final class Couriers {

    private final CourierSurroundings surroundings;
    private final Entities<Command> entities;

    private Couriers(CourierSurroundings surroundings, Entities<Command> entities) {
        this.surroundings = surroundings;
        this.entities = entities;
    }

    /**
     * Starts the region of the couriers on this node.
     *
     * @param role the cluster role that hosts couriers
     */
    public static Couriers init(ActorSystem<?> system, String role, CourierSurroundings surroundings) {
        CourierSettings settings = surroundings.settings();
        return new Couriers(
                surroundings,
                Entities.init(
                        system,
                        role,
                        Courier.start(surroundings),
                        new Shards(settings.numberOfShards(), settings.askTimeout(), settings.drainAskTimeout())));
    }

    /**
     * Records positions, all of which are valid by themselves.
     *
     * @param courierId see {@link CourierId}
     * @return fails with {@link java.util.concurrent.TimeoutException} when no answer came in time: whether it was
     *     stored is then unknown, and sending it again is safe
     */
    public CompletionStage<Courier.Reply> record(
            String courierId, List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis) {
        return entities.ask(
                courierId,
                Courier.Reply.class,
                replyTo -> new Courier.Record(positions, idempotencyKey, receivedAtMillis, replyTo));
    }

    /** Fails like {@link #record}. */
    public CompletionStage<Courier.LatestReply> latest(String courierId) {
        return entities.ask(courierId, Courier.LatestReply.class, Courier.GetLatest::new);
    }

    /** Fails like {@link #record}. */
    public CompletionStage<Courier.InsideReply> inside(String courierId) {
        return entities.ask(courierId, Courier.InsideReply.class, Courier.GetInside::new);
    }

    /**
     * Says what a courier does with an order.
     *
     * @param orderId null for {@link OrderChange#RELEASED}
     * @return fails like {@link #record}
     */
    public CompletionStage<CourierOrders.OrderReply> changeOrder(
            String courierId, @Nullable String orderId, OrderChange change, long receivedAtMillis) {
        return entities.ask(
                courierId,
                CourierOrders.OrderReply.class,
                replyTo -> new CourierOrders.ChangeOrder(orderId, change, receivedAtMillis, replyTo));
    }

    /** Fails like {@link #record}. */
    public CompletionStage<CourierOrders.OrderReply> order(String courierId) {
        return entities.ask(courierId, CourierOrders.OrderReply.class, CourierOrders.GetOrder::new);
    }

    /**
     * Live frames of one courier.
     *
     * @param from what the client has seen: every later position comes exactly once; empty: the live position, then
     *     what comes
     */
    public Source<LiveFrame, NotUsed> live(String courierId, Optional<Cursor> from) {
        return LiveSession.frames(watched(courierId), from);
    }

    /**
     * The same until they are to end.
     *
     * @param ending when it completes, what is recorded by then comes, and the frames end
     */
    public Source<LiveFrame, NotUsed> live(String courierId, Optional<Cursor> from, CompletionStage<?> ending) {
        return LiveSession.frames(watched(courierId), from, ending);
    }

    private Watched watched(String courierId) {
        return new Watched(
                courierId,
                CourierId.persistenceId(courierId),
                surroundings.journal(),
                PositionFrame.ITEMS,
                (cursor, watcher) -> entities.tell(courierId, new Courier.Watch(cursor, watcher)));
    }

    /** See {@link Entities#warmUp}. */
    public CompletionStage<Done> warmUp(Duration atMost) {
        return entities.warmUp(atMost);
    }

    /** See {@link Entities#rehearse}. */
    public CompletionStage<Done> rehearse(Duration atMost) {
        return entities.rehearse(atMost);
    }

    /** See {@link Entities#drain}. */
    public CompletionStage<Done> drain(Duration atMost) {
        return entities.drain(atMost);
    }
}
