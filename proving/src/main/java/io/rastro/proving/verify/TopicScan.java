package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import io.rastro.proving.system.TopicRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads the topics of a subject from their beginning, or from the first records that are as young as the range (none of the
 * range lies before them: records carry the time of receipt), and goes on where it was when it is asked again. What an entity
 * publishes once more after a crash is a duplicate; what is published for the first time has to come in the order of the
 * journal, in each topic.
 */
final class TopicScan implements AutoCloseable {

    private final List<OneTopic> topics = new ArrayList<>();
    private final List<String> cutOff = new ArrayList<>();
    private final Tally tally;
    private long outOfOrder;

    private record OneTopic(TopicRecords records, String kind, Map<String, EventId> newest) {}

    TopicScan(String bootstrap, Map<String, String> kinds, ReceivedRange range, Tally tally) {
        this.tally = tally;
        try {
            kinds.forEach((topic, kind) -> {
                TopicRecords records = new TopicRecords(bootstrap, topic);
                topics.add(new OneTopic(records, kind, new HashMap<>()));
                if (!range.isAll()) {
                    records.seekTo(range.from()).forEach(partition -> cutOff.add(topic + "-" + partition));
                }
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Partitions, such as {@code courier.positions-3}, of which Kafka no longer has anything from before the range, so that
     * some of the range may be gone too.
     */
    List<String> cutOff() {
        return cutOff;
    }

    /** Reads up to what is the end now. */
    StoreFigures read() {
        topics.forEach(topic -> topic.records().read(record -> count(topic, record)));
        return tally.figures(StoreFigures.KAFKA).withOutOfOrder(outOfOrder);
    }

    @Override
    public void close() {
        topics.forEach(topic -> topic.records().close());
    }

    private void count(OneTopic topic, ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("event_id");
        String name = header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        if (!tally.count(topic.kind(), name, record.timestamp()) || name == null) {
            return;
        }
        EventId id = EventNames.of(name);
        EventId before = id == null ? null : topic.newest().get(id.persistenceId());
        if (id != null && before != null && isEarlier(id, before)) {
            outOfOrder++;
        } else if (id != null) {
            topic.newest().put(id.persistenceId(), id);
        }
    }

    private static boolean isEarlier(EventId one, EventId other) {
        return one.seqNr() < other.seqNr() || (one.seqNr() == other.seqNr() && one.index() < other.index());
    }
}
