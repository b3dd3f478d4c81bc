package io.rastro.node.start;

import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.node.geofences.CassandraGeofences;
import io.rastro.node.journal.JournalProbe;
import io.rastro.sharding.geofence.GeofenceStore;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.EgressTopics;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.orders.OrderTable;
import io.rastro.sinks.pix.PixTable;
import io.rastro.sinks.table.PositionTable;
import io.rastro.sinks.table.TableMismatchException;
import io.rastro.sinks.table.TableSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What a node finds outside itself, all of it there: topics, schemas, tables. */
record Stores(
        PositionTable table,
        OrderTable orders,
        PixTable pix,
        LakeLedger ledger,
        GeofenceStore geofences,
        SchemaRegistry registry,
        EgressTopics topics) {

    private record Registered(SchemaRegistry registry, EgressTopics topics) {}

    /** Waits until each is there, all at the same time. Blocks. */
    static Stores open(ActorSystem<?> system, NodeSettings settings) {
        Patience patience = new Patience(settings.patience());
        SinksSettings sinks = settings.sinks();
        CompletableFuture<CqlSession> session = async(() -> cassandra(system, settings, patience));
        CompletableFuture<Void> journal = session.thenAcceptAsync(
                opened -> journal(system, settings, opened, patience),
                runnable -> new Thread(runnable, "start-journal").start());
        CompletableFuture<PositionTable> table = session.thenApplyAsync(
                opened -> patience.until("tables in Cassandra", () -> tables(opened, sinks.table())),
                runnable -> new Thread(runnable, "start-table").start());
        CompletableFuture<OrderTable> orders = table.thenApplyAsync(
                opened -> patience.until("orders in Cassandra", () -> OrderTable.open(session.join(), sinks.table())),
                runnable -> new Thread(runnable, "start-orders").start());
        CompletableFuture<PixTable> pix = table.thenApplyAsync(
                opened -> patience.until("tables of Pix in Cassandra", () -> pixTables(session.join(), sinks.table())),
                runnable -> new Thread(runnable, "start-pix").start());
        CompletableFuture<LakeLedger> ledger = table.thenApplyAsync(
                opened -> patience.until(
                        "ledger in Cassandra", () -> LakeLedger.open(session.join(), sinks.lake(), sinks.table())),
                runnable -> new Thread(runnable, "start-ledger").start());
        CompletableFuture<GeofenceStore> geofences = table.thenApplyAsync(
                opened -> patience.until(
                        "geofences in Cassandra",
                        () -> CassandraGeofences.open(
                                session.join(),
                                sinks.table().keyspace(),
                                sinks.table().createSchema())),
                runnable -> new Thread(runnable, "start-geofences").start());
        CompletableFuture<Void> topics = async(() -> topics(sinks.kafka(), patience));
        CompletableFuture<Registered> registered = async(() -> registry(sinks.kafka(), patience));
        try {
            topics.join();
            journal.join();
            return new Stores(
                    table.join(),
                    orders.join(),
                    pix.join(),
                    ledger.join(),
                    geofences.join(),
                    registered.join().registry(),
                    registered.join().topics());
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartFailure known ? known : StartFailure.failed(Configuration.oneLine(e));
        }
    }

    /**
     * The journal prepares its statements once: one that is asked before its tables are there never works. The plugin could
     * create them as well, but would try only once.
     */
    private static void journal(ActorSystem<?> system, NodeSettings settings, CqlSession session, Patience patience) {
        JournalSchema schema = new JournalSchema(system, settings.schema());
        patience.until("tables of the journal in Cassandra", () -> {
            if (settings.schema().createJournal()) {
                schema.create(session);
            }
            schema.require(session);
            return true;
        });
    }

    private static PositionTable tables(CqlSession session, TableSettings settings) {
        try {
            return PositionTable.open(session, settings);
        } catch (TableMismatchException e) {
            throw StartFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    private static PixTable pixTables(CqlSession session, TableSettings settings) {
        try {
            return PixTable.open(session, settings);
        } catch (TableMismatchException e) {
            throw StartFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    /** A session with Cassandra, the same for everybody in the system. Blocks until it is there. */
    static CqlSession cassandra(ActorSystem<?> system, NodeSettings settings, Patience patience) {
        patience.awaitListening("Cassandra", settings.cassandra());
        return patience.until(
                "session with Cassandra",
                () -> CassandraSessionRegistry.get(system)
                        .sessionFor(JournalProbe.SESSION)
                        .underlying()
                        .toCompletableFuture()
                        .join());
    }

    private static Void topics(KafkaSettings kafka, Patience patience) {
        patience.awaitListening(
                "Kafka", Address.parseAll("rastro.sinks.kafka.bootstrap-servers", kafka.bootstrapServers()));
        patience.until("topics in Kafka", () -> {
            Topics.ensure(kafka);
            return true;
        });
        return null;
    }

    private static Registered registry(KafkaSettings kafka, Patience patience) {
        Address address = Address.ofUrl("rastro.sinks.kafka.registry-url", kafka.registryUrl());
        patience.awaitListening("schema registry", List.of(address));
        SchemaRegistry registry = new SchemaRegistry(kafka);
        return patience.until("schemas in the registry", () -> new Registered(registry, register(kafka, registry)));
    }

    private static EgressTopics register(KafkaSettings kafka, SchemaRegistry registry) {
        try {
            return EgressTopics.register(kafka.topics(), registry);
        } catch (SchemaRegistry.IncompatibleSchemaException e) {
            throw StartFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, runnable -> new Thread(runnable, "start").start());
    }
}
