package io.rastro.sinks.lake;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.sinks.Ddl;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/**
 * Table {@code lake_retries}: which copy of a record that was put back is the row of its event in the lake. The first one
 * that is written for an event id, decided by a lightweight transaction; it stays so when its batch is written again. Any
 * thread.
 */
final class RetryClaims {

    private final CqlSession session;
    private final PreparedStatement insert;

    RetryClaims(CqlSession session, String keyspace) {
        this.session = session;
        this.insert = session.prepare("INSERT INTO " + keyspace
                + ".lake_retries (event_id, topic, kafka_partition, kafka_offset) VALUES (?, ?, ?, ?) IF NOT EXISTS");
    }

    static void create(CqlSession session, String keyspace) {
        Ddl.execute(
                session,
                "CREATE TABLE IF NOT EXISTS " + keyspace + ".lake_retries (event_id text PRIMARY KEY, topic text,"
                        + " kafka_partition int, kafka_offset bigint)"
                        + " WITH comment = 'which copy of a retried record is the row in the lake'");
    }

    /** Whether the copy at this offset is the one. */
    CompletionStage<Boolean> claim(String eventId, TopicPartition partition, long offset) {
        return session.executeAsync(insert.boundStatementBuilder()
                        .setString(0, eventId)
                        .setString(1, partition.topic())
                        .setInt(2, partition.partition())
                        .setLong(3, offset)
                        .setSerialConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)
                        .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
                        .build())
                .thenApply(result -> result.wasApplied() || isThis(result, partition, offset));
    }

    private static boolean isThis(AsyncResultSet result, TopicPartition partition, long offset) {
        Row claimed = result.one();
        return claimed != null
                && partition.topic().equals(claimed.getString("topic"))
                && partition.partition() == claimed.getInt("kafka_partition")
                && offset == claimed.getLong("kafka_offset");
    }
}
