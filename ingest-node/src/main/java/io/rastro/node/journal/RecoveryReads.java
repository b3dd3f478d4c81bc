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
import io.rastro.protocol.pix.PixAccountId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery reads of the journal, with as few questions as it can: one for the highest number and one for the events.
 * The plugin asks for what was deleted first, twice, looks into one or two partitions beyond the last one, and reads through
 * a stream: nine questions in a row with those for the snapshot, instead of four, or five of others than entities. A node
 * that takes over the shards of another asks them for each shard and each entity.
 *
 * <p>Two kinds of writers. Entities (couriers, Pix accounts) write one event at a time and delete none, so the next partition begins when one is full.
 * Others, which are the stores of what shards remember, write several together, which are all in the partition of the last of
 * them, and delete what is older than a snapshot: they are read beyond a partition's end when less than half of it is
 * free, and what was deleted is asked for at the same time as the highest number, and again before the events.
 */
final class RecoveryReads {

    /** The largest write of others than entities is far below half of that. */
    private static final int SMALLEST_PARTITION = 10_000;

    private static final List<String> ENTITIES = List.of(CourierId.persistenceId(""), PixAccountId.persistenceId(""));

    private final CassandraSession session;
    private final Serialization serialization;
    private final String profile;
    private final Executor dispatcher;
    private final Prepared selectHighest;
    private final Prepared selectEvents;
    private final Prepared selectDeletedTo;
    private final long partitionSize;

    RecoveryReads(ActorSystem system) {
        this.session = CassandraSessionRegistry.get(system).sessionFor(JournalProbe.SESSION);
        this.serialization = SerializationExtension.get(system);
        Config plugin = system.settings().config().getConfig(JournalProbe.SESSION);
        this.profile = plugin.getString("read-profile");
        this.dispatcher = system.dispatchers().lookup(plugin.getString("journal.plugin-dispatcher"));
        this.partitionSize = plugin.getLong("journal.target-partition-size");
        String keyspace = " FROM " + plugin.getString("journal.keyspace") + '.';
        String where = keyspace + plugin.getString("journal.table") + " WHERE persistence_id = ? AND partition_nr = ?";
        this.selectHighest = prepared("SELECT sequence_nr" + where + " ORDER BY sequence_nr DESC LIMIT 1");
        this.selectEvents = prepared("SELECT sequence_nr, event, event_manifest, ser_id, ser_manifest, writer_uuid"
                + where + " AND sequence_nr >= ? AND sequence_nr <= ?");
        this.selectDeletedTo = prepared("SELECT deleted_to" + keyspace + plugin.getString("journal.metadata-table")
                + " WHERE persistence_id = ?");
    }

    /** Whether this can read the entity's events. */
    boolean reads(String persistenceId) {
        return isEntity(persistenceId) || partitionSize >= SMALLEST_PARTITION;
    }

    /**
     * The highest sequence number that is there, or was.
     *
     * @param known one that was, or 0
     */
    CompletionStage<Long> highest(String persistenceId, long known) {
        if (isEntity(persistenceId)) {
            return highest(persistenceId, known, partition(known + 1), 1);
        }
        CompletionStage<Long> found = highest(persistenceId, known, partition(known + 1), partitionSize / 2);
        return deletedTo(persistenceId)
                .thenCombine(
                        found,
                        (deletedTo, highest) -> deletedTo > highest
                                ? highest(persistenceId, deletedTo, partition(deletedTo + 1), partitionSize / 2)
                                : CompletableFuture.completedFuture(highest))
                .thenCompose(Function.identity());
    }

    /** @param together so many events an entity writes at most in one go */
    private CompletionStage<Long> highest(String persistenceId, long known, long partition, long together) {
        return selectHighest
                .get()
                .thenCompose(select -> session.selectOne(bound(select, persistenceId, partition)))
                .thenCompose(row -> {
                    long found = row.map(highest -> Math.max(known, highest.getLong(0)))
                            .orElse(known);
                    return partition(found + together) <= partition
                            ? CompletableFuture.completedFuture(found)
                            : highest(persistenceId, found, partition + 1, together);
                });
    }

    /**
     * Every row with a number from the one to the other that was not deleted, by number, and those of one number by the time
     * they were written; but what was written together across the end of a partition, failed and was written again is given
     * twice, the second time from its first number on.
     *
     * @return fails when a number is missing: a courier that went on without an event would answer for positions that nobody
     *     has
     */
    CompletionStage<?> replay(String persistenceId, long from, long to, Consumer<PersistentRepr> event) {
        return isEntity(persistenceId)
                ? replay(persistenceId, from, to, 1, event)
                : deletedTo(persistenceId)
                        .thenCompose(deletedTo ->
                                replay(persistenceId, Math.max(from, deletedTo + 1), to, partitionSize / 2, event));
    }

    private CompletionStage<Void> replay(
            String persistenceId, long from, long to, long together, Consumer<PersistentRepr> event) {
        if (from > to) {
            return CompletableFuture.completedFuture(null);
        }
        Gapless numbers = new Gapless(from);
        Consumer<Row> next = row -> {
            numbers.next(row.getLong("sequence_nr"));
            event.accept(event(persistenceId, row));
        };
        return selectEvents
                .get()
                .thenCombine(session.underlying(), (select, driver) -> (LongFunction<CompletionStage<AsyncResultSet>>)
                        partition -> driver.executeAsync(bound(select, persistenceId, partition, from, to)))
                .thenCompose(read -> partitions(partition(from), partition(to + together - 1), read, next))
                .thenRun(() -> numbers.end(to));
    }

    private CompletionStage<Long> deletedTo(String persistenceId) {
        return selectDeletedTo
                .get()
                .thenCompose(
                        select -> session.selectOne(select.bind(persistenceId).setExecutionProfileName(profile)))
                .thenApply(row -> row.map(found -> found.getLong(0)).orElse(0L));
    }

    private static boolean isEntity(String persistenceId) {
        return ENTITIES.stream().anyMatch(persistenceId::startsWith);
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
            if (sequenceNr > last + 1) {
                throw missing();
            }
            last = Math.max(last, sequenceNr);
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
