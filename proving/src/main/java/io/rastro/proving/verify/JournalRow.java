package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the journal.
 *
 * @param writer an incarnation of the entity
 * @param process which process wrote it: the driver makes the node part of a row's time for each process anew
 */
record JournalRow(
        String persistenceId,
        long seqNr,
        @Nullable String manifest,
        @Nullable ByteBuffer event,
        @Nullable String writer,
        long process) {

    static final String COLUMNS = "persistence_id, sequence_nr, ser_manifest, event, writer_uuid, timestamp";

    static JournalRow of(Row row) {
        UUID time = row.getUuid(5);
        return new JournalRow(
                Objects.requireNonNull(row.getString(0)),
                row.getLong(1),
                row.getString(2),
                row.getByteBuffer(3),
                row.getString(4),
                time == null ? 0 : time.getLeastSignificantBits());
    }

    /** Of which kind the entity is: what stands before {@code ~} in its persistence id. */
    String entityType() {
        int end = persistenceId.indexOf('~');
        return end < 0 ? "" : persistenceId.substring(0, end);
    }

    boolean isOfSameNumber(JournalRow other) {
        return seqNr == other.seqNr && persistenceId.equals(other.persistenceId);
    }

    /** A recovery that writes an event again leaves its writer as it was. */
    boolean isSameEvent(JournalRow other) {
        return Objects.equals(manifest, other.manifest)
                && Objects.equals(event, other.event)
                && Objects.equals(writer, other.writer);
    }
}
