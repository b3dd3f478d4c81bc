package io.rastro.sinks.lake;

import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.lake.Arrival.Message;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Cuts one partition's records, which come once and in order, into batches. Those before the start's first offset only warm
 * the watermarks. Not thread-safe.
 */
final class Lane<T> {

    /** Records of one batch that cannot be read: their offsets are noted in one row of the ledger. */
    private static final int MAX_UNREADABLE = 10_000;

    private final Start start;
    private final Dataset<T> dataset;
    private final LakeSettings.Roll roll;
    private final String sink;
    private final Watermarks watermarks;
    private final ValueReader<T> reader;
    private final Clock wall;
    private long begunAt;
    private long lastAt;
    private Batch batch;

    /** @param reader of the dataset's topic */
    Lane(Start start, LakeSettings settings, Dataset<T> dataset, ValueReader<T> reader) {
        this(start, settings, dataset, reader, Clock.systemUTC());
    }

    Lane(Start start, LakeSettings settings, Dataset<T> dataset, ValueReader<T> reader, Clock wall) {
        this.start = start;
        this.dataset = dataset;
        this.roll = settings.roll();
        this.sink = settings.groupId();
        this.watermarks = new Watermarks(settings.dedupeHorizon(), settings.dedupeRecords());
        this.reader = reader;
        this.wall = wall;
        this.batch = begin(start.firstOffset());
    }

    List<Batch> next(Arrival arrival) {
        return arrival instanceof Message message ? onRecord(message) : onTick();
    }

    private List<Batch> onRecord(Message message) {
        ConsumerRecord<String, byte[]> record = message.record();
        watermarks.advance(record.offset(), record.timestamp());
        if (record.offset() < batch.firstOffset()) {
            warm(record);
            return List.of();
        }
        add(record);
        batch.advance(record.offset(), message.offset(), watermarks.clock());
        lastAt = wall.millis();
        return isComplete() ? close() : List.of();
    }

    private List<Batch> onTick() {
        if (batch.isEmpty() || batch.decided() != null) {
            return List.of();
        }
        long now = wall.millis();
        boolean old = now - begunAt >= roll.maxAge().toMillis();
        boolean idle = now - lastAt >= roll.maxIdle().toMillis();
        return old || idle ? close() : List.of();
    }

    private void warm(ConsumerRecord<String, byte[]> record) {
        if (Retry.of(record).isPresent()) {
            return;
        }
        try {
            isNew(record, reader.read(record.value()));
        } catch (ValueReader.UnreadableException poison) {
            isNew(record);
        }
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (batch.isEmpty()) {
            begunAt = wall.millis();
        }
        if (Retry.of(record).isPresent()) {
            addCopy(record);
            return;
        }
        try {
            T value = read(record);
            if (isNew(record, value)) {
                batch.addRow(record.value(), dataset.timeMillis(value));
                batch.addMissing(watermarks.missing(), record.offset());
            } else {
                batch.addDropped();
            }
        } catch (ValueReader.UnreadableException poison) {
            addUnreadable(record, poison);
        }
    }

    private void addUnreadable(ConsumerRecord<String, byte[]> record, ValueReader.UnreadableException poison) {
        if (isNew(record)) {
            putAside(record, poison);
            batch.addMissing(watermarks.missing(), record.offset());
        } else {
            batch.addDropped();
        }
    }

    /** What was put back comes out of order: the watermarks neither judge it nor learn from it. */
    private void addCopy(ConsumerRecord<String, byte[]> copy) {
        if (Retry.isForAnother(copy, sink)) {
            return;
        }
        try {
            T value = read(copy);
            batch.addRetried(dataset.eventId(value), copy, dataset.timeMillis(value));
        } catch (ValueReader.UnreadableException poison) {
            putAside(copy, poison);
        }
    }

    private T read(ConsumerRecord<String, byte[]> record) throws ValueReader.UnreadableException {
        Decided decided = batch.decided();
        if (decided != null && decided.wasUnreadable(record.offset())) {
            throw new ValueReader.UnreadableException("it could not be read when its batch was begun");
        }
        return reader.read(record.value());
    }

    /**
     * @throws IllegalStateException when it was readable when the batch was begun: the files may be there, and would be
     *     written again without it
     */
    private void putAside(ConsumerRecord<String, byte[]> record, ValueReader.UnreadableException poison) {
        Decided decided = batch.decided();
        if (decided != null && decided.wasReadable(record.offset())) {
            throw new IllegalStateException(
                    "a record of a batch that was begun cannot be read any more, and its row must"
                            + " not vanish from the lake: " + start.partition() + " " + record.offset() + ": "
                            + poison.getMessage());
        }
        batch.addUnreadable(record, poison);
    }

    private boolean isNew(ConsumerRecord<String, byte[]> record, T value) {
        return watermarks.isNew(dataset.place(value, record));
    }

    /**
     * A record that cannot be read is the publication of an event like any other, as long as its headers name it: the
     * watermarks must not depend on what can be read when. What comes again later is a repetition of a dead letter.
     */
    private boolean isNew(ConsumerRecord<String, byte[]> record) {
        Optional<Place> named = dataset.place(record);
        return named.isEmpty() || watermarks.isNew(named.get());
    }

    private boolean isComplete() {
        Decided decided = batch.decided();
        if (decided != null) {
            return isWhereItEnded(decided.endOffset());
        }
        return batch.records() >= roll.maxRecords()
                || batch.bytes() >= roll.maxSize()
                || batch.unreadable().size() >= MAX_UNREADABLE
                || batch.spanMillis() >= roll.maxSpan().toMillis();
    }

    /** @throws IllegalStateException when Kafka no longer has the record that the batch ended with */
    private boolean isWhereItEnded(long decided) {
        if (batch.endOffset() > decided) {
            throw new IllegalStateException("batch " + start.partition() + " " + batch.firstOffset()
                    + " was begun up to offset " + decided + ", and Kafka no longer has the record before that");
        }
        return batch.endOffset() == decided;
    }

    private List<Batch> close() {
        Batch closed = batch;
        batch = begin(closed.endOffset());
        watermarks.forgetOld();
        return List.of(closed);
    }

    private Batch begin(long firstOffset) {
        return new Batch(start.partition(), firstOffset, start.decidedOf(firstOffset));
    }
}
