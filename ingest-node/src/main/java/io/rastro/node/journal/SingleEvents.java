package io.rastro.node.journal;

import akka.actor.ActorSystem;
import akka.persistence.PersistentRepr;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import com.typesafe.config.Config;
import io.rastro.protocol.courier.CourierId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
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
    private final Serialization serialization;
    private final String profile;
    private final Executor dispatcher;
    private final Prepared selectHighest;
    private final Prepared selectEvents;
    private final long partitionSize;

    SingleEvents(ActorSystem system) {
        this.session = CassandraSessionRegistry.get(system).sessionFor(JournalProbe.SESSION);
        this.serialization = SerializationExtension.get(system);
        Config plugin = system.settings().config().getConfig(JournalProbe.SESSION);
        this.profile = plugin.getString("read-profile");
        this.dispatcher = system.dispatchers().lookup(plugin.getString("journal.plugin-dispatcher"));
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
    CompletionStage<?> replay(String persistenceId, long from, long to, Consumer<PersistentRepr> event) {
        Gapless numbers = new Gapless(from);
        Consumer<Row> next = row -> {
            numbers.next(row.getLong("sequence_nr"));
            event.accept(event(persistenceId, row));
        };
        return selectEvents
                .get()
                .thenCombine(session.underlying(), (select, driver) -> (LongFunction<CompletionStage<AsyncResultSet>>)
                        partition -> driver.executeAsync(bound(select, persistenceId, partition, from, to)))
                .thenCompose(read -> partitions(partition(from), partition(to), read, next))
                .thenRun(() -> numbers.end(to));
    }

    /** One after the other, and without a stream for each recovery: mostly it reads a handful of rows. */
    private CompletionStage<Void> partitions(
            long partition, long last, LongFunction<CompletionStage<AsyncResultSet>> read, Consumer<Row> next) {
        return read.apply(partition)
                .thenComposeAsync(page -> pages(page, next), dispatcher)
                .thenCompose(done -> partition < last
                        ? partitions(partition + 1, last, read, next)
                        : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<Void> pages(AsyncResultSet page, Consumer<Row> next) {
        page.currentPage().forEach(next);
        return page.hasMorePages()
                ? page.fetchNextPage().thenComposeAsync(following -> pages(following, next), dispatcher)
                : CompletableFuture.completedFuture(null);
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
