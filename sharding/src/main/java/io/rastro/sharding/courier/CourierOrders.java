package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.Question;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.outbox.Publisher;
import io.rastro.sharding.remote.RemoteMessage;
import org.jspecify.annotations.Nullable;

/** Which order one courier serves, as somebody says it. Lives inside the courier's actor; not thread-safe. */
public final class CourierOrders {

    private final EffectFactories<CourierEvent, CourierState> effects;
    private final EntityGate<Command> gate;
    private final Publisher<Command> publisher;
    private final Watchers watchers;
    private final CourierReader reader;
    private final JournalWatch journalWatch;

    /**
     * Answered with {@link Order} when it is journaled. Said twice it is journaled twice, and means the same.
     *
     * @param orderId null for {@link OrderChange#RELEASED}: whichever is assigned
     * @param receivedAtMillis when the node received it
     */
    public record ChangeOrder(
            @Nullable String orderId, OrderChange change, long receivedAtMillis, ActorRef<OrderReply> replyTo)
            implements Question {

        public ChangeOrder {
            if ((orderId == null) != (change == OrderChange.RELEASED)) {
                throw new IllegalArgumentException("an order is released by its courier, and named otherwise");
            }
        }
    }

    /** Answered with {@link Order}. */
    public record GetOrder(ActorRef<OrderReply> replyTo) implements Question {}

    public sealed interface OrderReply extends RemoteMessage permits Order, Courier.Refusal {}

    /** @param seqNr the courier's last event: the one that changed it, if one did */
    public record Order(ServedOrder order, long seqNr) implements OrderReply {}

    CourierOrders(
            EffectFactories<CourierEvent, CourierState> effects,
            EntityGate<Command> gate,
            Publisher<Command> publisher,
            Watchers watchers,
            CourierReader reader,
            JournalWatch journalWatch) {
        this.effects = effects;
        this.gate = gate;
        this.publisher = publisher;
        this.watchers = watchers;
        this.reader = reader;
        this.journalWatch = journalWatch;
    }

    ReplyEffect<CourierEvent, CourierState> onChangeOrder(CourierState state, ChangeOrder said) {
        if (!gate.isOpen(said)) {
            return effects.noReply();
        }
        String orderId = said.orderId() == null ? state.order().assigned() : said.orderId();
        if (orderId == null) {
            return answer(said, state);
        }
        OrderChanged event =
                new OrderChanged(said.receivedAtMillis(), publisher.publishedUpTo(), orderId, said.change());
        return effects.persist(event)
                .thenRun(next -> {
                    journalWatch.written();
                    publisher.persisted(next.seqNr(), event);
                    watchers.persisted(next.seqNr(), event);
                })
                .thenRun(next -> gate.answer(said, said.replyTo(), new Order(next.order(), next.seqNr())))
                .thenNoReply();
    }

    ReplyEffect<CourierEvent, CourierState> onGetOrder(CourierState state, GetOrder get) {
        return gate.isOpen(get) ? answer(get, state) : effects.noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> answer(Question question, CourierState state) {
        reader.leaveIfNeverSeen(state);
        Order order = new Order(state.order(), state.seqNr());
        if (question instanceof ChangeOrder said) {
            gate.answer(said, said.replyTo(), order);
        } else if (question instanceof GetOrder get) {
            gate.answer(get, get.replyTo(), order);
        }
        return effects.noReply();
    }
}
