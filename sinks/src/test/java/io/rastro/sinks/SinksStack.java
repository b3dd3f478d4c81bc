package io.rastro.sinks;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rastro.devstack.DevProcess;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.Server;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.EgressTopics;
import io.rastro.sinks.kafka.KafkaEgress;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeGroup;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.lake.LakeSink;
import io.rastro.sinks.orders.OrderTable;
import io.rastro.sinks.orders.OrderTableSink;
import io.rastro.sinks.pix.PixTable;
import io.rastro.sinks.table.PositionTable;
import io.rastro.sinks.table.PositionTableSink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One node's sinks against the real servers, with topics and groups of its own. Several of the same name are several
 * nodes; closing one without draining is a crash.
 */
public final class SinksStack implements AutoCloseable {

    private static final DevStack STACK = DevStack.shared(Server.CASSANDRA, Server.KAFKA, Server.S3, Server.REGISTRY);

    public final String name;
    public final ActorSystem<Void> system;
    public final SinksSettings settings;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final CqlSession session;
    public final SchemaRegistry registry;
    public final DeadLetters deadLetters;
    public final EgressTopics topics;

    private SinksStack(String name, Config config) {
        this.name = name;
        system = ActorSystem.create(Behaviors.empty(), "sinks", config);
        settings = SinksSettings.from(config);
        Topics.ensure(settings.kafka());
        registry = new SchemaRegistry(settings.kafka());
        topics = EgressTopics.register(settings.kafka().topics(), registry);
        deadLetters = DeadLetters.open(settings.kafka(), settings.deadLetters(), registry, meters);
        Endpoints.Cassandra cassandra = STACK.endpoints().cassandra();
        String[] hostPort = cassandra.contactPoint().split(":");
        session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(hostPort[0], Integer.parseInt(hostPort[1])))
                .withLocalDatacenter(cassandra.datacenter())
                .build();
    }

    /** @param overrides settings, HOCON */
    public static SinksStack node(String name, String overrides) {
        Endpoints at = STACK.endpoints();
        String own = """
                rastro.sinks {
                  kafka {
                    bootstrap-servers = "%2$s"
                    registry-url = "%3$s"
                    topics { courier-positions = "%1$s.positions", courier-geofences = "%1$s.geofences" }
                    topics { courier-orders = "%1$s.orders", dead-letters = "%1$s.dead-letters" }
                    topics { pix-pagamentos = "%1$s.pagamentos", pix-recebimentos = "%1$s.recebimentos" }
                    topics { pix-estornos = "%1$s.estornos", pix-sinais = "%1$s.sinais" }
                    partitions = 4
                  }
                  table.group-id = "%1$s-table"
                  orders.group-id = "%1$s-orders"
                  pix.group-id = "%1$s-pix"
                  lake.group-id = "%1$s-lake"
                  pix-lake.group-id = "%1$s-pix-lake"
                  restart.min-backoff = 200 ms
                }
                """.formatted(name, at.kafka(), at.registry());
        String s3 = "alpakka.s3 { endpoint-url = \"" + at.s3().endpoint() + "\", access-style = path,"
                + " aws.credentials { provider = static, access-key-id = x, secret-access-key = x },"
                + " aws.region { provider = static, default-region = us-east-1 } }\n"
                + "akka.http.host-connection-pool { max-retries = 0, max-connection-backoff = 2 s,"
                + " max-connections = 32, max-open-requests = 64, client.idle-timeout = 30 s }\n"
                + "akka.coordinated-shutdown.run-by-actor-system-terminate = off\n";
        return new SinksStack(
                name,
                ConfigFactory.load(ConfigFactory.parseString(overrides)
                        .withFallback(ConfigFactory.parseString(own))
                        .withFallback(ConfigFactory.parseString(s3))));
    }

    public static String registryUrl() {
        return STACK.endpoints().registry();
    }

    /** With the stack's own patience, but not through a door in front of it. */
    public static SchemaRegistry realRegistry(SinksStack stack) {
        KafkaSettings own = stack.settings.kafka();
        return new SchemaRegistry(new KafkaSettings(
                own.bootstrapServers(),
                registryUrl(),
                own.startTimeout(),
                own.topics(),
                own.partitions(),
                own.replicationFactor(),
                own.minInsyncReplicas()));
    }

    public static DevProcess kafka() {
        return STACK.process(Server.KAFKA);
    }

    public static DevProcess cassandra() {
        return STACK.process(Server.CASSANDRA);
    }

    public static DevProcess s3() {
        return STACK.process(Server.S3);
    }

    public static String s3Endpoint() {
        return STACK.endpoints().s3().endpoint();
    }

    /** STOP and CONT: the process is there, takes connections, and says nothing. */
    public static void signal(DevProcess process, String name) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + name + " failed");
        }
    }

    public String topic() {
        return settings.kafka().topics().positions();
    }

    public KafkaEgress egress() {
        return KafkaEgress.start(system, settings.kafka(), settings.egress(), topics, meters);
    }

    public PositionTable table() {
        return PositionTable.open(session, settings.table());
    }

    public RunningSink runTable(PositionTable table) {
        return PositionTableSink.run(
                system, settings.kafka(), settings.consuming(), settings.table(), table, registry, deadLetters, meters);
    }

    public OrderTable orders() {
        return OrderTable.open(session, settings.table());
    }

    /** @param changed see {@link OrderTableSink#run} */
    public RunningSink runOrders(OrderTable orders, Consumer<String> changed) {
        return OrderTableSink.run(system, settings, orders, registry, deadLetters, changed, meters);
    }

    public PixTable pix() {
        return PixTable.open(session, settings.table());
    }

    public RunningSink runLake() {
        return runLake(LakeGroup.ofPositions(settings));
    }

    public RunningSink runLake(LakeGroup group) {
        LakeLedger ledger = LakeLedger.open(session, group.settings(), settings.table());
        return LakeSink.run(system, settings, group, ledger, registry, deadLetters, meters);
    }

    public double count(String meter) {
        return meters.get(meter).counter().count();
    }

    /** Committed offsets of a group, summed up. */
    public long committed(String groupId) throws Exception {
        return committedOffsets(groupId).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    public Map<TopicPartition, OffsetAndMetadata> committedOffsets(String groupId) throws Exception {
        try (Admin admin = Topics.admin(settings.kafka())) {
            return admin.listConsumerGroupOffsets(groupId)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** Sets the topic's partitions for a group that has no members and perhaps knows nothing of them. */
    public void setOffsets(String groupId, long offset) throws Exception {
        try (Admin admin = Topics.admin(settings.kafka())) {
            Map<TopicPartition, OffsetAndMetadata> set = new HashMap<>();
            for (int partition = 0; partition < settings.kafka().partitions(); partition++) {
                set.put(new TopicPartition(topic(), partition), new OffsetAndMetadata(offset));
            }
            admin.alterConsumerGroupOffsets(groupId, set).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** Sets every partition of a group that has no members. */
    public void resetOffsets(String groupId, long offset) throws Exception {
        try (Admin admin = Topics.admin(settings.kafka())) {
            Map<TopicPartition, OffsetAndMetadata> reset = committedOffsets(groupId).keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(groupId, reset).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** Forgets where a group that has no members was, as Kafka does after a while ({@code offsets.retention.minutes}). */
    public void loseOffsets(String groupId) throws Exception {
        try (Admin admin = Topics.admin(settings.kafka())) {
            admin.deleteConsumerGroups(Set.of(groupId)).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** Removes what lies before an offset from every partition, as retention does. */
    public void forgetBefore(Map<TopicPartition, Long> offsets) throws Exception {
        try (Admin admin = Topics.admin(settings.kafka())) {
            Map<TopicPartition, RecordsToDelete> before = offsets.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue())));
            admin.deleteRecords(before).all().get(10, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(40, TimeUnit.SECONDS);
        deadLetters.close();
        session.close();
    }

    static Duration within() {
        return Duration.ofSeconds(60);
    }
}
