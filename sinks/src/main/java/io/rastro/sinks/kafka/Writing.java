package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The records of one event as they come to be, and what all of them have: key the entity's id, timestamp when it was received,
 * headers {@code event_id}, {@code seq} and {@code content-type} as text.
 */
public final class Writing {

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", ascii("application/vnd.confluent.avro"));

    private final byte[] key;
    private final Long receivedAt;
    private final Header seq;
    private final byte[] eventIdStem;
    private final List<ProducerRecord<byte[], byte[]>> records;

    /** @param count how many it will be */
    public Writing(Outgoing item, int count) {
        this.key = ascii(item.entityId());
        this.receivedAt = item.event().receivedAtMillis();
        this.seq = new RecordHeader("seq", ascii(Long.toString(item.seqNr())));
        this.eventIdStem = ascii(item.persistenceId() + '~' + item.seqNr() + '~');
        this.records = new ArrayList<>(count);
    }

    /** The item at this place of the event. */
    public void add(Topic topic, byte[] value, int index) {
        add(topic, value, List.of(eventId(index), seq, CONTENT_TYPE));
    }

    /**
     * The same of the event's first item in this topic.
     *
     * @param previous the event that brought something into this topic before; 0: none
     */
    public void addFirst(Topic topic, byte[] value, int index, long previous) {
        add(topic, value, index, RecordTrace.PREVIOUS, previous);
    }

    /** The same of another one, behind the one of the same event that this topic has from {@code previousIndex}. */
    public void addNext(Topic topic, byte[] value, int index, int previousIndex) {
        add(topic, value, index, RecordTrace.PREVIOUS_INDEX, previousIndex);
    }

    private void add(Topic topic, byte[] value, int index, String before, long number) {
        Header said = new RecordHeader(before, ascii(Long.toString(number)));
        add(topic, value, List.of(eventId(index), seq, CONTENT_TYPE, said));
    }

    /** What has a name of its own. */
    public void add(Topic topic, byte[] value, String eventId) {
        add(topic, value, List.of(new RecordHeader(RecordTrace.EVENT_ID, ascii(eventId)), seq, CONTENT_TYPE));
    }

    public List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    private void add(Topic topic, byte[] value, List<Header> headers) {
        records.add(new ProducerRecord<>(topic.name(), null, receivedAt, key, value, headers));
    }

    private Header eventId(int index) {
        return new RecordHeader(RecordTrace.EVENT_ID, withIndex(eventIdStem, index));
    }

    /** The stem and the index's decimal digits. */
    private static byte[] withIndex(byte[] stem, int index) {
        int digits = 1;
        for (int rest = index / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] text = java.util.Arrays.copyOf(stem, stem.length + digits);
        int rest = index;
        for (int at = text.length - 1; at >= stem.length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }

    /** Ids are ASCII by their rule. */
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
