package io.rastro.node;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.rastro.node.orders.Carrying;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.CourierOrders;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.order.OrderSession;
import io.rastro.sharding.order.OrderStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What couriers do with orders, in memory; what they are shown ends when their leg does. */
public final class TestOrders implements Carrying, OrderStore, OrderSession.Live {

    public final List<String> said = new CopyOnWriteArrayList<>();
    public final List<TracedOrderChange> stored = new CopyOnWriteArrayList<>();
    public volatile List<LiveFrame> frames = List.of();
    public volatile boolean away;

    @Override
    public CompletionStage<CourierOrders.OrderReply> change(
            String courierId, @Nullable String orderId, OrderChange change, long receivedAtMillis) {
        said.add(courierId + " " + change.text() + " " + orderId);
        return reply();
    }

    @Override
    public CompletionStage<CourierOrders.OrderReply> order(String courierId) {
        return reply();
    }

    private CompletionStage<CourierOrders.OrderReply> reply() {
        return CompletableFuture.completedStage(
                away
                        ? new Courier.Reply.Busy("the journal does not answer")
                        : new CourierOrders.Order(new ServedOrder("o-1", 1_700_000_000_000L, "o-1"), 7));
    }

    @Override
    public CompletionStage<List<TracedOrderChange>> read(String orderId) {
        return away
                ? CompletableFuture.failedStage(new IllegalStateException("away"))
                : CompletableFuture.completedStage(stored.stream()
                        .filter(change -> change.orderId().equals(orderId))
                        .toList());
    }

    @Override
    public Source<LiveFrame, NotUsed> frames(String courierId, Optional<Cursor> from, CompletionStage<?> ending) {
        return Source.from(frames)
                .concat(Source.completionStage(ending)
                        .mapConcat(ended -> List.<LiveFrame>of())
                        .mapMaterializedValue(ignored -> NotUsed.getInstance()));
    }
}
