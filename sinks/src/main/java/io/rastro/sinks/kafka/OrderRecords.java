package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One record: what was said without a position. */
final class OrderRecords implements Records<OrderChanged> {

    private final Topic orders;

    OrderRecords(EgressTopics topics) {
        this.orders = topics.orders();
    }

    @Override
    public int countOf(OrderChanged event) {
        return 1;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> of(Outgoing item, OrderChanged event) {
        Writing writing = new Writing(item, countOf(event));
        for (TracedOrderChange change : TracedOrderChange.of(item.entityId(), item.seqNr(), event)) {
            writing.add(orders, CourierOrderCodec.toConfluent(orders.schemaId(), change), change.eventId());
        }
        return writing.records();
    }
}
