package io.rastro.node.start;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.ServerBinding;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rastro.node.journal.FencedJournal;
import io.rastro.node.journal.JournalHealth;
import io.rastro.node.journal.JournalProbe;
import io.rastro.node.membership.Fence;
import io.rastro.node.membership.Membership;
import io.rastro.node.past.RecordedAreas;
import io.rastro.node.pix.PixHistory;
import io.rastro.node.pix.PixRoutes;
import io.rastro.node.pix.Quarantine;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.courier.CourierSurroundings;
import io.rastro.sharding.courier.Couriers;
import io.rastro.sharding.geofence.Geofences;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.order.Orders;
import io.rastro.sharding.pix.PixAccounts;
import io.rastro.sharding.pix.PixSurroundings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.KafkaEgress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: what is outside, then the entities, then the sinks, then HTTP. */
public final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String JOURNAL_QUERY = "akka.persistence.cassandra.query";

    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final ActorSystem<?> system;
    private final ServerBinding http;

    private Node(ActorSystem<?> system, ServerBinding http) {
        this.system = system;
        this.http = http;
    }

    /** Why a start ended; see {@code akka.coordinated-shutdown.reason-overrides}. */
    private static final class StartFailed implements CoordinatedShutdown.Reason {}

    private static final class Stopped implements CoordinatedShutdown.Reason {}

    /**
     * Starts a node and returns when it takes requests. Blocks.
     *
     * @throws StartFailure when it cannot; nothing is left running then
     */
    public static Node start(Config config) {
        NodeSettings settings = NodeSettings.from(config);
        Ports.requireFree("http", settings.http().host(), settings.http().port());
        Ports.requireFree(
                "management",
                settings.management().host(),
                settings.management().port());
        Ports.requireFree(
                "remoting", settings.remoting().host(), settings.remoting().port());
        ActorSystem<?> system = ActorSystem.create(Behaviors.empty(), "rastro", config);
        try {
            return start(system, settings);
        } catch (RuntimeException e) {
            stop(system, new StartFailed()).toCompletableFuture().join();
            throw e instanceof CompletionException wrapped && wrapped.getCause() instanceof StartFailure known
                    ? known
                    : e;
        }
    }

    private static Node start(ActorSystem<?> system, NodeSettings settings) {
        AkkaManagement.get(system).start().toCompletableFuture().join();
        PrometheusMeterRegistry meters = NodeMeters.create();
        Stores stores = Stores.open(system, settings);
        KafkaEgress egress = KafkaEgress.start(
                system, settings.sinks().kafka(), settings.sinks().egress(), stores.topics(), meters);
        DeadLetters deadLetters =
                DeadLetters.open(settings.sinks().kafka(), settings.sinks().deadLetters(), stores.registry(), meters);
        LetterBox ofProviders = new LetterBox("rastro-pix-dead-letters", deadLetters::send);
        LetterBox ofPhones = new LetterBox("rastro-clients-dead-letters", deadLetters::send);
        deadLetters.expectFrom(TrackerDeadLetters.SOURCE);
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close-dead-letters", () -> {
            ofProviders.close();
            ofPhones.close();
            deadLetters.close();
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        JournalReader journal = new JournalReader(system, JOURNAL_QUERY);
        JournalHealth health = JournalHealth.of(settings.journal(), meters);
        Backlogs backlogs = Backlogs.in(meters);
        Membership membership = Membership.watch(system, meters);
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-membership", membership::stop);
        Areas areas = Areas.start(system, settings.areas());
        Gauge.builder("rastro.areas.couriers", areas::size)
                .description("couriers of this node that are found by area")
                .register(meters);
        Geofences geofences = Geofences.start(system, stores.geofences());
        Gauge.builder("rastro.geofences", () -> geofences.index().size())
                .description("geofences that this node knows")
                .register(meters);
        new Patience(settings.patience())
                .until(
                        "geofences of Cassandra",
                        () -> geofences.complete().toCompletableFuture().get(1, TimeUnit.SECONDS));
        Couriers couriers = Couriers.init(
                system,
                NodeSettings.INGEST,
                new CourierSurroundings(
                        settings.courier(),
                        egress,
                        new TableArchive(stores.table()),
                        journal,
                        new FencedJournal(health, Fence.of(system)),
                        backlogs.couriers(),
                        areas.whereabouts(),
                        geofences::index));
        PixAccounts pix = PixAccounts.init(
                system,
                NodeSettings.INGEST,
                new PixSurroundings(
                        settings.pix(),
                        egress,
                        new PixTableArchive(stores.pix()),
                        journal,
                        new FencedJournal(health, Fence.of(system)),
                        backlogs.pix()));
        Orders orders = Orders.start(system, stores.orders()::read, couriers);
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "drain-egress", egress::drain);
        boolean ingests = Cluster.get(system).selfMember().hasRole(NodeSettings.INGEST);
        if (ingests) {
            prepare("no entity is recovered", both(couriers.rehearse(WARM_UP), pix.rehearse(WARM_UP)));
        }
        // Not before: the coordinator of the shards waits for every member, also for one that knows of no shards yet.
        requireNotStopping(system);
        ClusterBootstrap.get(system).start();
        if (Cluster.get(system).selfMember().hasRole(NodeSettings.SINK)) {
            RunningSinks sinks =
                    RunningSinks.start(system, settings.sinks(), stores, deadLetters, orders::changed, meters);
            atStop(system, CoordinatedShutdown.PhaseServiceRequestsDone(), "drain-sinks", sinks::drain);
        }
        if (ingests) {
            atStop(
                    system,
                    CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                    "drain-entities",
                    () -> drain(system, settings, couriers, pix));
            prepare("not every shard answers", both(couriers.warmUp(WARM_UP), pix.warmUp(WARM_UP)));
        }
        StoresTracing tracing = StoresTracing.open(system, settings.sinks(), stores, journal);
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-receipts", tracing::end);
        JournalProbe probe = JournalProbe.start(health, system, settings.journal());
        atStop(system, CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-probe", probe::stop);
        atStop(system, CoordinatedShutdown.PhaseBeforeServiceUnbind(), "not-ready", () -> notReady(system));
        requireNotStopping(system);
        ServerBinding http = Api.create(
                        system,
                        settings.http(),
                        settings.map(),
                        settings.share(),
                        settings.pixHttp(),
                        settings.sinks().receipts(),
                        Api.Behind.of(
                                couriers,
                                areas,
                                geofences,
                                orders,
                                stores.table(),
                                StoredPast.of(
                                        stores.table(),
                                        journal,
                                        settings.sinks().table().timeToLive()),
                                new RecordedAreas(
                                        stores.table(), settings.areas().visibleFor(), Clock.systemUTC()),
                                tracing,
                                health,
                                behindPix(pix, stores, new PixDeadLetters(ofProviders)),
                                new TrackerDeadLetters(ofPhones)),
                        meters)
                .bind(system, settings.http());
        Readiness.of(system).begin();
        LOG.info("node started http={} management={}", http.localAddress(), settings.management());
        return new Node(system, http);
    }

    private static PixRoutes.Behind behindPix(PixAccounts accounts, Stores stores, Quarantine quarantine) {
        return new PixRoutes.Behind(
                new PixAccountAsking(accounts),
                (accountId, from, to, kind, limit, cursor) -> stores.pix()
                        .read(accountId, from, to, kind, cursor, limit)
                        .thenApply(page -> new PixHistory.Page(page.items(), page.nextCursor())),
                accounts::live,
                quarantine);
    }

    /** One that joined while it stops would never leave. */
    private static void requireNotStopping(ActorSystem<?> system) {
        if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) {
            throw StartFailure.failed("the node was told to stop while it was starting");
        }
    }

    /** A node whose couriers do not answer starts all the same: it may be the journal, and that may come back. */
    private static void prepare(String otherwise, CompletionStage<Done> done) {
        try {
            done.toCompletableFuture().join();
        } catch (CompletionException e) {
            LOG.warn("{} within {} s: {}", otherwise, WARM_UP.toSeconds(), String.valueOf(e.getCause()));
        }
    }

    public int httpPort() {
        return http.localAddress().getPort();
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** Stops it as SIGTERM does. */
    public CompletionStage<Done> stop() {
        return stop(system, new Stopped());
    }

    private static CompletionStage<Done> stop(ActorSystem<?> system, CoordinatedShutdown.Reason reason) {
        return CoordinatedShutdown.get(system).runAll(reason);
    }

    private static CompletionStage<Done> notReady(ActorSystem<?> system) {
        Readiness.of(system).end();
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    /** A node that was ended by the others may do nothing any more, and they have its entities. */
    private static CompletionStage<Done> drain(
            ActorSystem<?> system, NodeSettings settings, Couriers couriers, PixAccounts pix) {
        return Fence.of(system).isOpen()
                ? both(couriers.drain(settings.drainTimeout()), pix.drain(settings.drainTimeout()))
                : CompletableFuture.completedFuture(Done.getInstance());
    }

    private static CompletionStage<Done> both(CompletionStage<Done> one, CompletionStage<Done> other) {
        return one.thenCombine(other, (done, alsoDone) -> done);
    }

    private static void atStop(ActorSystem<?> system, String phase, String name, Supplier<CompletionStage<Done>> task) {
        CoordinatedShutdown.get(system).addTask(phase, name, task);
    }
}
