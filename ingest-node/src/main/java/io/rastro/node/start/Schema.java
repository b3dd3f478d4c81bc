package io.rastro.node.start;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.sinks.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Creates, once and before any node, all that nodes write to: the journal's and the query tables' keyspaces and tables,
 * the topics, the schema in the registry. What is there already stays as it is, and has to be what the settings say.
 */
public final class Schema {

    /** No cluster is joined, and what nodes are forbidden to create is created here. */
    private static final String OWN = """
            akka.actor.provider = local
            akka.coordinated-shutdown.exit-jvm = off
            rastro.cassandra.create-journal = on
            rastro.sinks.table.create-schema = on
            """;

    private Schema() {}

    /** Why its actor system ends. */
    private static final class Done implements CoordinatedShutdown.Reason {}

    /**
     * Returns what is there now, a line each. Doing it again changes nothing. Blocks, at most for {@code
     * rastro.start.patience}.
     *
     * @throws StartFailure when something cannot be had, or is another than the settings say
     */
    public static List<String> create(Config config) {
        Config own = ConfigFactory.parseString(OWN).withFallback(config);
        NodeSettings settings = NodeSettings.from(own);
        ActorSystem<?> system = ActorSystem.create(Behaviors.empty(), "rastro-schema", own);
        try {
            return create(system, settings);
        } finally {
            CoordinatedShutdown.get(system)
                    .runAll(new Done())
                    .toCompletableFuture()
                    .join();
        }
    }

    private static List<String> create(ActorSystem<?> system, NodeSettings settings) {
        Patience patience = new Patience(settings.patience());
        CqlSession session = Stores.cassandra(system, settings, patience);
        Stores stores = Stores.open(system, settings);
        TreeSet<String> keyspaces = new TreeSet<>(List.of(
                settings.schema().journalKeyspace(),
                settings.sinks().table().keyspace(),
                settings.sinks().lake().keyspace()));
        keyspaces.forEach(
                keyspace -> requireCopies(session, keyspace, settings.schema().replication()));
        requireTopics(settings);
        return List.of(
                "Cassandra: keyspaces " + String.join(", ", keyspaces) + " with "
                        + settings.schema().replication(),
                "Kafka: topics "
                        + String.join(", ", Topics.names(settings.sinks().kafka())),
                "registry: the schemas of " + String.join(", ", stores.topics().subjects()));
    }

    private static void requireTopics(NodeSettings settings) {
        List<String> differences = Topics.differences(settings.sinks().kafka());
        if (!differences.isEmpty()) {
            throw StartFailure.failed(String.join("; ", differences));
        }
    }

    private static void requireCopies(CqlSession session, String keyspace, Replication wanted) {
        Row row = session.execute("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)
                .one();
        Map<String, String> options = row == null ? null : row.getMap("replication", String.class, String.class);
        Replication found = new Replication(options == null ? new TreeMap<>() : options);
        if (!wanted.isMetBy(found)) {
            throw StartFailure.failed("the keyspace " + keyspace + " has the replication " + found
                    + ", and rastro.cassandra.replication is " + wanted
                    + ": change the setting, or ALTER KEYSPACE and repair");
        }
    }
}
