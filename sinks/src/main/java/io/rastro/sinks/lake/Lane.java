package io.rastro.sinks.lake;

import akka.kafka.ConsumerMessage.CommittableMessage;
import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.PositionReader;
import io.rastro.sinks.kafka.RecordTrace;
import io.rastro.sinks.kafka.Retry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Cuts one partition's records into batches. Records before the start's first offset only warm the watermarks. Not
 * thread-safe.
 */
final class Lane {

    /** Records of one batch that cannot be read: their offsets are noted in one row of the ledger. */
    private static final int MAX_UNREADABLE = 10_000;

    private final Start start;
    private final LakeSettings.Roll roll;
    private final String sink;
    private final Watermarks watermarks;
    private final PositionReader reader;
    private final Gaps gaps;
    private final Clock wall;
    private long position;
    private long begunAt;
    private long lastAt;
    private Batch batch;

    /** Why offsets are missing. */
    enum Gap {
        /** Kafka has records there. */
        LEFT_OUT,
        /** Retention has passed. */
        FORGOTTEN,
        /** What lies there are no records, as the end of a transaction. */
        NO_RECORDS
    }

    /** Looks what Kafka has; may block. */
    @FunctionalInterface
    interface Gaps {
        Gap between(long from, long before);
    }

    Lane(Start start, LakeSettings settings, PositionReader reader, Gaps gaps) {
        this(start, settings, reader, gaps, Clock.systemUTC());
    }

    Lane(Start start, LakeSettings settings, PositionReader reader, Gaps gaps, Clock wall) {
        this.start = start;
        this.roll = settings.roll();
        this.sink = settings.groupId();
        this.watermarks = new Watermarks(settings.dedupeHorizon(), settings.dedupeRecords());
        this.reader = reader;
        this.gaps = gaps;
        this.wall = wall;
        this.position = start.readFrom();
        this.batch = begin(start.firstOffset());
    }

    /** @param message the next record; empty: only time has passed */
    List<Batch> next(Optional<CommittableMessage<String, byte[]>> message) {
        return message.isPresent() ? onRecord(message.get()) : onTick();
    }

    private List<Batch> onRecord(CommittableMessage<String, byte[]> message) {
        ConsumerRecord<String, byte[]> record = message.record();
        if (record.offset() < position) {
            return List.of(); // a partition that came back is read back again
        }
        if (record.offset() > position) {
            requireHarmless(gaps.between(position, record.offset()), record.offset());
        }
        position = record.offset() + 1;
        watermarks.advance(record.offset(), record.timestamp());
        if (record.offset() < batch.firstOffset()) {
            warm(record);
            return List.of();
        }
        add(record);
        batch.advance(message.committableOffset(), watermarks.clock());
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

    /**
     * Without what was left out rows would be missing, or repetitions not recognised; and of a batch that was begun files may
     * be complete, and must not be written again with fewer rows: the sink starts anew, and leaves it as it is.
     */
    private void requireHarmless(Gap gap, long offset) {
        if (gap == Gap.LEFT_OUT || (gap == Gap.FORGOTTEN && batch.decided() != null)) {
            throw new IllegalStateException("offsets " + position + " to before " + offset + " of " + start.partition()
                    + " did not come here (" + gap + "): it is read again");
        }
    }

    private void warm(ConsumerRecord<String, byte[]> record) {
        if (Retry.of(record).isPresent()) {
            return;
        }
        try {
            isNew(record, reader.read(record.value()));
        } catch (PositionReader.UnreadableException poison) {
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
            TracedPosition traced = read(record);
            if (isNew(record, traced)) {
                batch.addRow(record.value(), traced.position().fixedAtMillis());
                batch.addMissing(watermarks.missing(), record.offset());
            } else {
                batch.addDropped();
            }
        } catch (PositionReader.UnreadableException poison) {
            addUnreadable(record, poison);
        }
    }

    private void addUnreadable(ConsumerRecord<String, byte[]> record, PositionReader.UnreadableException poison) {
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
            batch.addRetried(read(copy), copy);
        } catch (PositionReader.UnreadableException poison) {
            putAside(copy, poison);
        }
    }

    private TracedPosition read(ConsumerRecord<String, byte[]> record) throws PositionReader.UnreadableException {
        Decided decided = batch.decided();
        if (decided != null && decided.wasUnreadable(record.offset())) {
            throw new PositionReader.UnreadableException("it could not be read when its batch was begun");
        }
        return reader.read(record.value());
    }

    /**
     * @throws IllegalStateException when it was readable when the batch was begun: the files may be there, and would be
     *     written again without it
     */
    private void putAside(ConsumerRecord<String, byte[]> record, PositionReader.UnreadableException poison) {
        Decided decided = batch.decided();
        if (decided != null && decided.wasReadable(record.offset())) {
            throw new IllegalStateException(
                    "a record of a batch that was begun cannot be read any more, and its row must"
                            + " not vanish from the lake: " + start.partition() + " " + record.offset() + ": "
                            + poison.getMessage());
        }
        batch.addUnreadable(record, poison);
    }

    private boolean isNew(ConsumerRecord<String, byte[]> record, TracedPosition traced) {
        return watermarks.isNew(traced.courierId(), traced.seqNr(), traced.index(), previous(record, traced.index()));
    }

    /**
     * A record that cannot be read is the publication of an event like any other, as long as its headers name it: the
     * watermarks must not depend on what can be read when. What comes again later is a repetition of a dead letter.
     */
    private boolean isNew(ConsumerRecord<String, byte[]> record) {
        Optional<EventId> named = RecordTrace.eventId(record);
        return named.isEmpty()
                || watermarks.isNew(
                        record.key(),
                        named.get().seqNr(),
                        named.get().index(),
                        previous(record, named.get().index()));
    }

    /** Only the first record of an event has the header: the others need not be looked through for it. */
    private static long previous(ConsumerRecord<String, byte[]> record, int index) {
        return index == 0 ? RecordTrace.previousSeqNr(record) : RecordTrace.UNKNOWN;
    }

    private boolean isComplete() {
        Decided decided = batch.decided();
        if (decided != null) {
            return batch.endOffset() == decided.endOffset();
        }
        return batch.records() >= roll.maxRecords()
                || batch.bytes() >= roll.maxSize()
                || batch.unreadable().size() >= MAX_UNREADABLE
                || batch.spanMillis() >= roll.maxSpan().toMillis();
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
