package io.rastro.parcel;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rastro.node.journal.FencedJournal;
import io.rastro.node.journal.JournalHealth;
import io.rastro.node.journal.JournalSettings;
import io.rastro.node.membership.Fence;
import io.rastro.node.start.NodeSettings;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.outbox.OutboxBacklog;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import io.rastro.sinks.kafka.EventRecords;
import io.rastro.sinks.kafka.KafkaEgress;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.lake.LakeGroup;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.lake.LakeSettings;
import io.rastro.sinks.lake.LakeSink;
import io.rastro.sinks.table.ChunkedSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What a node with parcels starts, and in which order it ends: lines of {@code Node}, {@code Stores} and {@code RunningSinks}. */
public final class ParcelNode {

    public static final String TOPIC = "parcel.scans";
    public static final String GROUP = "rastro-parcels";

    private static final ScanDataset DATASET = new ScanDataset(TOPIC);

    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PASSIVATE_AFTER = Duration.ofMinutes(1);

    private ParcelNode() {}

    /**
     * Starts parcels on a node. Blocks.
     *
     * @param system of a node that is in its cluster, with {@link ParcelSerializer} and {@link ParcelMessages} bound
     */
    public static Parcels start(ActorSystem<?> system, CqlSession session) {
        SinksSettings sinks = SinksSettings.from(system.settings().config());
        MeterRegistry meters = new SimpleMeterRegistry();
        SchemaRegistry registry = new SchemaRegistry(sinks.kafka());
        Topic topic = new Topic(TOPIC, registry.register(TOPIC, TracedScan.SCHEMA));
        KafkaEgress egress = KafkaEgress.start(
                system,
                sinks.kafka(),
                sinks.egress(),
                EventRecords.none().and(ParcelScanned.class, new ParcelRecords(topic)),
                meters);
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "drain-parcels-egress", egress::drain);
        Parcels parcels = Parcels.init(
                system,
                NodeSettings.INGEST,
                new ParcelSurroundings(
                        egress,
                        new JournalReader(system, "akka.persistence.cassandra.query"),
                        new FencedJournal(
                                JournalHealth.of(
                                        JournalSettings.from(system.settings().config()), meters),
                                Fence.of(system)),
                        new OutboxBacklog(),
                        new RecoveryTurns(4),
                        PUBLISH_TIMEOUT,
                        PASSIVATE_AFTER));
        RunningSink table = table(system, sinks, registry, session, meters);
        atStop(system, CoordinatedShutdown.PhaseServiceRequestsDone(), "drain-parcels-table", table::drainAndStop);
        RunningSink lake = lake(system, sinks, registry, session, meters);
        atStop(system, CoordinatedShutdown.PhaseServiceRequestsDone(), "drain-parcels-lake", lake::drainAndStop);
        return parcels;
    }

    private static RunningSink table(
            ActorSystem<?> system,
            SinksSettings sinks,
            SchemaRegistry registry,
            CqlSession session,
            MeterRegistry meters) {
        return ChunkedSink.run(
                system,
                sinks.kafka(),
                sinks.consuming(),
                sinks.table(),
                new ChunkedSink.Route<>(
                        "parcels",
                        GROUP,
                        Set.of(TOPIC),
                        () -> DATASET.reader(registry::byId),
                        TracedScan::parcelId,
                        ParcelTable.open(session, sinks.table())::insert,
                        parcels -> {}),
                DeadLetters.open(sinks.kafka(), sinks.deadLetters(), registry, meters),
                meters);
    }

    private static RunningSink lake(
            ActorSystem<?> system,
            SinksSettings sinks,
            SchemaRegistry registry,
            CqlSession session,
            MeterRegistry meters) {
        LakeSettings settings = LakeSettings.from(ConfigFactory.parseString("group-id = rastro-parcel-lake")
                .withFallback(system.settings().config().getConfig("rastro.sinks.lake")));
        return LakeSink.run(
                system,
                sinks,
                new LakeGroup("parcel-lake", settings, List.of(DATASET)),
                LakeLedger.open(session, settings, sinks.table()),
                registry,
                DeadLetters.open(sinks.kafka(), sinks.deadLetters(), registry, meters),
                meters);
    }

    private static void atStop(ActorSystem<?> system, String phase, String name, Supplier<CompletionStage<Done>> task) {
        CoordinatedShutdown.get(system).addTask(phase, name, task);
    }
}
