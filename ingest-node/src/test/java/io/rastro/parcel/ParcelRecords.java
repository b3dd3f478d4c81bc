package io.rastro.parcel;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import io.rastro.sinks.kafka.Records;
import io.rastro.sinks.kafka.Writing;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One record a scan; the first of an event says which event with scans came before it. */
record ParcelRecords(Topic topic) implements Records<ParcelScanned> {

    @Override
    public int countOf(ParcelScanned event) {
        return event.size();
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> of(Outgoing item, ParcelScanned event) {
        Writing writing = new Writing(item, countOf(event));
        for (TracedScan traced : TracedScan.of(item.entityId(), item.seqNr(), event)) {
            byte[] value = traced.toConfluent(topic.schemaId());
            if (traced.index() == 0) {
                writing.addFirst(topic, value, 0, event.previous());
            } else {
                writing.addNext(topic, value, traced.index(), traced.index() - 1);
            }
        }
        return writing.records();
    }
}
