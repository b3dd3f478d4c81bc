package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import io.rastro.proving.system.TopicRecords;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads topic {@code courier.positions} from its beginning, or from the first record that is as young as the range (none
 * of the range lies before it: records carry the time of receipt), and goes on where it was when it is asked again. What
 * an entity publishes once more after a crash is a duplicate; what is published for the first time has to come in the
 * order of the journal.
 */
final class TopicScan implements AutoCloseable {

    static final String TOPIC = "courier.positions";

    private final TopicRecords records;
    private final Scope scope;
    private final Census census;
    private final List<Integer> cutOff;
    private final Map<String, EventId> newest = new HashMap<>();
    private long outOfOrder;

    TopicScan(String bootstrap, Scope scope) {
        this.scope = scope;
        this.census = new Census(scope::itemCount);
        this.records = new TopicRecords(bootstrap, TOPIC);
        this.cutOff =
                scope.range().isAll() ? List.of() : records.seekTo(scope.range().from());
    }

    /** Partitions of which Kafka no longer has anything from before the range, so that some of the range may be gone too. */
    List<Integer> cutOff() {
        return cutOff;
    }

    /** Reads up to what is the end now. */
    Census read() {
        records.read(this::count);
        return census;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    @Override
    public void close() {
        records.close();
    }

    private void count(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("event_id");
        String name = header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        if (!EventNames.count(name, record.timestamp(), scope, census) || name == null) {
            return;
        }
        EventId id = EventId.parse(name).orElseThrow();
        EventId before = newest.get(id.persistenceId());
        if (before != null && isEarlier(id, before)) {
            outOfOrder++;
        } else {
            newest.put(id.persistenceId(), id);
        }
    }

    private static boolean isEarlier(EventId one, EventId other) {
        return one.seqNr() < other.seqNr() || (one.seqNr() == other.seqNr() && one.index() < other.index());
    }
}
