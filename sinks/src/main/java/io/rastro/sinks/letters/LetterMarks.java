package io.rastro.sinks.letters;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.sinks.Ddl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Table {@code dead_letter_retries}: which letters were put back, and when. A letter is known by its place and its
 * instant, so that a topic that was made anew begins without marks. Blocks; any thread.
 */
public final class LetterMarks {

    private final CqlSession session;
    private final String topic;
    private final PreparedStatement select;
    private final PreparedStatement insert;

    private LetterMarks(CqlSession session, String keyspace, String topic) {
        this.session = session;
        this.topic = topic;
        String table = keyspace + ".dead_letter_retries";
        this.select = session.prepare("SELECT kafka_offset, letter_at, retried_at FROM " + table
                + " WHERE topic = ? AND kafka_partition = ? AND kafka_offset IN ?");
        this.insert = session.prepare("INSERT INTO " + table
                + " (topic, kafka_partition, kafka_offset, letter_at, retried_at) VALUES (?, ?, ?, ?, ?)");
    }

    /**
     * Creates the table if it is missing.
     *
     * @param keyspace of the query tables
     */
    public static LetterMarks open(CqlSession session, String keyspace, String topic) {
        try {
            Ddl.execute(
                    session,
                    "CREATE TABLE IF NOT EXISTS " + keyspace + ".dead_letter_retries (topic text,"
                            + " kafka_partition int, kafka_offset bigint, letter_at timestamp, retried_at timestamp,"
                            + " PRIMARY KEY ((topic, kafka_partition), kafka_offset))"
                            + " WITH comment = 'dead letters that were put back'");
            return new LetterMarks(session, keyspace, topic);
        } catch (DriverException e) {
            throw failed(e);
        }
    }

    /** When each of these was put back; those that were not are absent. @param letters some hundreds at most */
    public Map<LetterId, Instant> of(Collection<StoredLetter> letters) {
        Map<Integer, Map<Long, StoredLetter>> byPartition = new TreeMap<>();
        for (StoredLetter letter : letters) {
            byPartition
                    .computeIfAbsent(letter.id().partition(), first -> new HashMap<>())
                    .put(letter.id().offset(), letter);
        }
        Map<LetterId, Instant> marks = new HashMap<>();
        byPartition.forEach((partition, ofPartition) -> addMarks(partition, ofPartition, marks));
        return marks;
    }

    /** All are marked when it returns. */
    public void mark(Collection<StoredLetter> putBack, Instant at) {
        List<CompletableFuture<?>> written = new ArrayList<>();
        for (StoredLetter letter : putBack) {
            BoundStatement row = insert.boundStatementBuilder()
                    .setString(0, topic)
                    .setInt(1, letter.id().partition())
                    .setLong(2, letter.id().offset())
                    .setInstant(3, letter.letter().at())
                    .setInstant(4, at)
                    .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
                    .setIdempotence(true)
                    .build();
            written.add(session.executeAsync(row).toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    private void addMarks(int partition, Map<Long, StoredLetter> letters, Map<LetterId, Instant> marks) {
        try {
            for (Row row : session.execute(select.boundStatementBuilder()
                    .setString(0, topic)
                    .setInt(1, partition)
                    .setList(2, List.copyOf(letters.keySet()), Long.class)
                    .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
                    .build())) {
                StoredLetter letter = letters.get(row.getLong(0));
                Instant at = row.getInstant(1);
                Instant retriedAt = row.getInstant(2);
                if (letter != null && retriedAt != null && letter.letter().at().equals(at)) {
                    marks.put(letter.id(), retriedAt);
                }
            }
        } catch (DriverException e) {
            throw failed(e);
        }
    }

    private static LettersException failed(Throwable e) {
        return new LettersException("Cassandra does not say which letters were put back: " + e.getMessage(), e);
    }
}
