package io.rastro.sinks.lake;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.table.TableSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code lake_batches}: where each batch ends and which of its records cannot be read, decided once, by a
 * lightweight transaction, before its first upload. A row a batch, some hundred thousand a year. Any thread.
 */
public final class LakeLedger {

    private final CqlSession session;
    private final PreparedStatement insert;
    private final PreparedStatement selectFrom;
    private final PreparedStatement selectUpTo;
    private final RetryClaims claims;

    private LakeLedger(CqlSession session, String keyspace) {
        this.session = session;
        String table = keyspace + ".lake_batches";
        String key = " WHERE topic = ? AND kafka_partition = ? AND first_offset ";
        this.insert = session.prepare("INSERT INTO " + table
                + " (topic, kafka_partition, first_offset, end_offset, record_clock, unreadable)"
                + " VALUES (?, ?, ?, ?, ?, ?)"
                + " IF NOT EXISTS");
        this.selectFrom = session.prepare("SELECT first_offset, end_offset, unreadable FROM " + table + key
                + ">= ? ORDER BY first_offset ASC LIMIT 100");
        this.selectUpTo = session.prepare(
                "SELECT first_offset, end_offset, record_clock, unreadable FROM " + table + key + "<= ? LIMIT 1");
        this.claims = new RetryClaims(session, keyspace);
    }

    /** A batch whose end is decided. @param clockMillis the record clock at its end */
    record Entry(long firstOffset, long endOffset, long clockMillis) {}

    /** Creates what is missing, if the table's settings allow it. Blocks. */
    public static LakeLedger open(CqlSession session, LakeSettings lake, TableSettings table) {
        if (table.createSchema()) {
            Ddl.createKeyspace(session, lake.keyspace(), table.replication());
            Ddl.execute(
                    session,
                    "CREATE TABLE IF NOT EXISTS " + lake.keyspace() + ".lake_batches (topic text,"
                            + " kafka_partition int, first_offset bigint, end_offset bigint, record_clock timestamp,"
                            + " unreadable frozen<list<bigint>>,"
                            + " PRIMARY KEY ((topic, kafka_partition), first_offset))"
                            + " WITH CLUSTERING ORDER BY (first_offset DESC)"
                            + " AND comment = 'where the batches of the lake end'");
            Ddl.execute(
                    session,
                    "ALTER TABLE " + lake.keyspace()
                            + ".lake_batches ADD IF NOT EXISTS unreadable frozen<list<bigint>>");
            RetryClaims.create(session, lake.keyspace());
        }
        return new LakeLedger(session, lake.keyspace());
    }

    /**
     * Where the lake has the row of one record.
     *
     * @param key the object that holds it, or is about to
     * @param isDeadLetter the record could not be read: there is no row, unless the dead letter was put back
     */
    public record Stored(String key, boolean isDeadLetter) {}

    /**
     * Empty while the record's batch is not closed.
     *
     * @param at by which the row lies in the lake, see {@link Dataset#timeMillis}
     */
    public CompletionStage<Optional<Stored>> stored(String topic, int partition, long offset, Instant at) {
        TopicPartition where = new TopicPartition(topic, partition);
        int hour = ObjectNames.hourOf(at.toEpochMilli());
        return rowUpTo(where, offset)
                .thenApply(found -> found.filter(batch -> offset < batch.getLong("end_offset"))
                        .map(batch -> new Stored(
                                ObjectNames.of(where, batch.getLong("first_offset"), hour),
                                isUnreadable(batch, offset))));
    }

    private static boolean isUnreadable(Row batch, long offset) {
        Set<Long> unreadable = decided(batch).unreadable();
        return unreadable != null && unreadable.contains(offset);
    }

    /** Fails when somebody decided otherwise: then the batch must be cut again, see {@link #from}. */
    CompletionStage<Void> fixEnd(Batch batch) {
        return session.executeAsync(serial(insert, batch.partition())
                        .setLong(2, batch.firstOffset())
                        .setLong(3, batch.endOffset())
                        .setInstant(4, Instant.ofEpochMilli(batch.clock()))
                        .setList(5, unreadable(batch), Long.class)
                        .build())
                .thenAccept(result -> requireSame(batch, result));
    }

    /** The row of each event whose record was put back. */
    RetryClaims claims() {
        return claims;
    }

    /** By first offset, of the batches at or after this offset. */
    CompletionStage<Map<Long, Decided>> from(TopicPartition partition, long offset) {
        return session.executeAsync(
                        serial(selectFrom, partition).setLong(2, offset).build())
                .thenApply(rows -> {
                    Map<Long, Decided> decided = new HashMap<>();
                    rows.currentPage().forEach(row -> decided.put(row.getLong(0), decided(row)));
                    return decided;
                });
    }

    /** The last batch that begins at or before this offset. */
    CompletionStage<Optional<Entry>> upTo(TopicPartition partition, long offset) {
        return rowUpTo(partition, offset).thenApply(row -> row.map(LakeLedger::entry));
    }

    private CompletionStage<Optional<Row>> rowUpTo(TopicPartition partition, long offset) {
        return session.executeAsync(
                        serial(selectUpTo, partition).setLong(2, offset).build())
                .thenApply(rows -> Optional.ofNullable(rows.one()));
    }

    private static void requireSame(Batch batch, AsyncResultSet result) {
        Row row = result.wasApplied() ? null : result.one();
        if (row == null) {
            return;
        }
        Decided decided = decided(row);
        if (decided.endOffset() != batch.endOffset()) {
            throw new IllegalStateException("another node has already decided that batch " + batch.partition() + " "
                    + batch.firstOffset() + " ends at " + decided.endOffset() + ", not at " + batch.endOffset()
                    + ": it is read again");
        }
        if (decided.unreadable() != null && !decided.unreadable().equals(Set.copyOf(unreadable(batch)))) {
            throw new IllegalStateException("another node could read other records of batch " + batch.partition() + " "
                    + batch.firstOffset() + ": it is read again");
        }
    }

    private static List<Long> unreadable(Batch batch) {
        return batch.unreadable().stream()
                .map(unreadable -> unreadable.record().offset())
                .toList();
    }

    private static Decided decided(Row row) {
        List<Long> unreadable = row.isNull("unreadable") ? null : row.getList("unreadable", Long.class);
        return new Decided(row.getLong("end_offset"), unreadable == null ? null : Set.copyOf(unreadable));
    }

    /** Reads see what a transaction under way decides. */
    private static BoundStatementBuilder serial(PreparedStatement statement, TopicPartition partition) {
        boolean write = statement.getQuery().startsWith("INSERT");
        return statement
                .boundStatementBuilder()
                .setString(0, partition.topic())
                .setInt(1, partition.partition())
                .setSerialConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)
                .setConsistencyLevel(
                        write ? DefaultConsistencyLevel.LOCAL_QUORUM : DefaultConsistencyLevel.LOCAL_SERIAL);
    }

    private static Entry entry(Row row) {
        @Nullable Instant clock = row.getInstant(2);
        return new Entry(row.getLong(0), row.getLong(1), clock == null ? 0 : clock.toEpochMilli());
    }
}
