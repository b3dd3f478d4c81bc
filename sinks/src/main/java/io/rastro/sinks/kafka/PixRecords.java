package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One record an item in the topic of its kind, in their order, and behind them one a signal.
 *
 * <p>Each item says what came before it in its own topic, so that a reader of that can tell a loss from what is in the other
 * two: the first of its kind in an event has {@code prev_seq}, the event with an item of that kind before it (0: there was none),
 * every other one {@code prev_index}, the item of that kind before it in the same event.
 */
final class PixRecords implements Records<PixRecorded> {

    private final EgressTopics topics;

    PixRecords(EgressTopics topics) {
        this.topics = topics;
    }

    @Override
    public int countOf(PixRecorded event) {
        return event.items().size() + event.signals().size();
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> of(Outgoing item, PixRecorded event) {
        Writing writing = new Writing(item, countOf(event));
        Map<PixKind, Integer> before = new EnumMap<>(PixKind.class);
        for (TracedPix traced : TracedPix.of(item.entityId(), item.seqNr(), event)) {
            PixKind kind = traced.decided().item().kind();
            Topic topic = topics.of(kind);
            byte[] value = TracedPixCodec.toConfluent(topic.schemaId(), traced);
            Integer index = before.put(kind, traced.index());
            if (index == null) {
                long seqNr = event.newestBefore().getOrDefault(kind, 0L);
                writing.addFirst(topic, value, traced.index(), seqNr);
            } else {
                writing.addNext(topic, value, traced.index(), index);
            }
        }
        Topic signals = topics.pixSignals();
        for (TracedPixSignal traced : TracedPixSignal.of(item.entityId(), item.seqNr(), event)) {
            writing.add(signals, TracedPixSignalCodec.toConfluent(signals.schemaId(), traced), traced.eventId());
        }
        return writing.records();
    }

    @Override
    public void stored(int items, EgressMeters meters) {
        meters.pixItems().increment(items);
    }
}
