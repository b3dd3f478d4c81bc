package io.rastro.sinks.orders;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.table.ChunkedSink;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic {@code courier.orders} → table {@code order_changes}. At least once; idempotent by the primary key, which has the journal
 * event in it. An order is changed by several couriers, whose records lie in several partitions of Kafka: its rows become visible
 * in any order.
 */
public final class OrderTableSink {

    private static final Logger LOG = LoggerFactory.getLogger(OrderTableSink.class);

    private OrderTableSink() {}

    /**
     * @param changed told of each order when rows of it are there, at least once, by the one node that wrote them; on any thread,
     *     must not block. What it throws is logged, and nothing waits for it
     */
    public static RunningSink run(
            ActorSystem<?> system,
            SinksSettings settings,
            OrderTable table,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            Consumer<String> changed,
            MeterRegistry meters) {
        return ChunkedSink.run(
                system,
                settings.kafka(),
                settings.consuming().readingAs(settings.orders().consumer()),
                settings.table(),
                new ChunkedSink.Route<>(
                        "orders",
                        settings.orders().groupId(),
                        Set.of(settings.kafka().topics().orders()),
                        () -> ValueReader.ofOrders(registry),
                        TracedOrderChange::orderId,
                        table::insert,
                        orderIds -> tell(orderIds, changed)),
                deadLetters,
                meters);
    }

    private static void tell(Set<String> orderIds, Consumer<String> changed) {
        for (String orderId : orderIds) {
            try {
                changed.accept(orderId);
            } catch (RuntimeException refused) {
                LOG.warn("nobody was told that rows of an order are there: {}", refused.toString());
            }
        }
    }
}
