package io.rastro.node.journal;

import akka.actor.ActorSystem;
import akka.japi.function.Procedure;
import akka.persistence.PersistentRepr;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.stream.ActorAttributes;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import com.typesafe.config.Config;
import io.rastro.protocol.courier.CourierId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Recovers entities that write one event at a time and delete none, by one read for the highest number and one for the
 * events. The plugin's way also asks what was deleted, twice, and looks into one or two partitions beyond the last one,
 * because several events that are written together may leave one out: nine reads in a row for a courier instead of four,
 * of which two are for its snapshot. A node that takes over the couriers of another one does it for each of them.
 */
final class SingleEvents {

    private static final String COURIERS = CourierId.persistenceId("");

    private final CassandraSession session;
    private final ActorSystem system;
    private final Serialization serialization;
    private final String profile;
    private final String dispatcher;
    private final Prepared selectHighest;
    private final Prepared selectEvents;
    private final long partitionSize;

    SingleEvents(ActorSystem system) {
        this.system = system;
        this.session = CassandraSessionRegistry.get(system).sessionFor(JournalProbe.SESSION);
        this.serialization = SerializationExtension.get(system);
        Config plugin = system.settings().config().getConfig(JournalProbe.SESSION);
        this.profile = plugin.getString("read-profile");
        this.dispatcher = plugin.getString("journal.plugin-dispatcher");
        this.partitionSize = plugin.getLong("journal.target-partition-size");
        String where = " FROM " + plugin.getString("journal.keyspace") + '.' + plugin.getString("journal.table")
                + " WHERE persistence_id = ? AND partition_nr = ?";
        this.selectHighest = prepared("SELECT sequence_nr" + where + " ORDER BY sequence_nr DESC LIMIT 1");
        this.selectEvents = prepared("SELECT sequence_nr, event, event_manifest, ser_id, ser_manifest, writer_uuid"
                + where + " AND sequence_nr >= ? AND sequence_nr <= ?");
    }

    /** Whether the entity writes one event at a time and deletes none. */
    static boolean of(String persistenceId) {
        return persistenceId.startsWith(COURIERS);
    }

    /**
     * The highest sequence number that is there.
     *
     * @param known one that was, or 0
     */
    CompletionStage<Long> highest(String persistenceId, long known) {
        long partition = partition(known + 1);
        return selectHighest
                .get()
                .thenCompose(select -> session.selectOne(bound(select, persistenceId, partition)))
                .thenCompose(row -> {
                    if (row.isEmpty()) {
                        return CompletableFuture.completedFuture(known);
                    }
                    long found = row.get().getLong(0);
                    return partition(found + 1) == partition
                            ? CompletableFuture.completedFuture(found)
                            : highest(persistenceId, found);
                });
    }

    /**
     * Every row with a number from the one to the other, by number, and those of one number by the time they were written.
     *
     * @return fails when a number is missing: a courier that went on without an event would answer for positions that
     *     nobody has
     */
    CompletionStage<?> replay(String persistenceId, long from, long to, Procedure<PersistentRepr> event) {
        Gapless numbers = new Gapless(from);
        return selectEvents
                .get()
                .thenCompose(select -> Source.fromJavaStream(
                                () -> LongStream.rangeClosed(partition(from), partition(to))
                                        .boxed())
                        .flatMapConcat(partition -> session.select(bound(select, persistenceId, partition, from, to)))
                        .toMat(
                                Sink.foreach(row -> {
                                    numbers.next(row.getLong("sequence_nr"));
                                    event.apply(event(persistenceId, row));
                                }),
                                Keep.right())
                        .withAttributes(ActorAttributes.dispatcher(dispatcher))
                        .run(system))
                .thenRun(() -> numbers.end(to));
    }

    private Prepared prepared(String cql) {
        return new Prepared(() -> session.prepare(cql));
    }

    private static final class Gapless {

        private long last;

        Gapless(long from) {
            this.last = from - 1;
        }

        void next(long sequenceNr) {
            if (sequenceNr != last && sequenceNr != last + 1) {
                throw missing();
            }
            last = sequenceNr;
        }

        void end(long to) {
            if (last != to) {
                throw missing();
            }
        }

        private IllegalStateException missing() {
            return new IllegalStateException(
                    "the journal has no event " + (last + 1) + " of an entity and has later ones");
        }
    }

    private PersistentRepr event(String persistenceId, Row row) {
        Object payload = serialization
                .deserialize(
                        Bytes.getArray(row.getByteBuffer("event")), row.getInt("ser_id"), row.getString("ser_manifest"))
                .get();
        return PersistentRepr.apply(
                payload,
                row.getLong("sequence_nr"),
                persistenceId,
                row.getString("event_manifest"),
                false,
                null,
                row.getString("writer_uuid"));
    }

    private BoundStatement bound(PreparedStatement statement, @Nullable Object... values) {
        return statement.bind(values).setExecutionProfileName(profile);
    }

    /** As the journal has it: numbers begin with 1, partitions with 0. */
    private long partition(long sequenceNr) {
        return (sequenceNr - 1) / partitionSize;
    }
}
