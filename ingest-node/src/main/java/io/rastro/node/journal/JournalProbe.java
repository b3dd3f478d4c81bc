package io.rastro.node.journal;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a row of the journal that is not there, again and again, one read at a time, and tells {@link JournalHealth} what
 * becomes of it. It has a thread of its own, so that a node whose dispatchers are busy does not take its own delay for the
 * journal's; the answers come on the driver's threads.
 *
 * <p>The reads go to other partitions each time, so that a few copies that are away do not stop a node that reaches the
 * others, and by the driver's profile {@value #PROFILE}, which tries another Cassandra node when one is slow to answer.
 */
public final class JournalProbe {

    static final String PROFILE = "rastro-journal-probe";

    /** Where the one session of the system is configured; the journal has it under no other name. */
    public static final String SESSION = "akka.persistence.cassandra";

    private static final Logger LOG = LoggerFactory.getLogger(JournalProbe.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int PARTITIONS = 64;

    private final JournalHealth health;
    private final SimpleStatement query;
    private final int ticksBetween;
    private final ScheduledExecutorService ticker;
    private volatile boolean underWay;
    private int ticksToNext;
    private int asked;

    private JournalProbe(JournalHealth health, JournalSettings settings) {
        this.health = health;
        this.ticksBetween = settings.ticksBetween();
        this.query = SimpleStatement.newInstance("SELECT sequence_nr FROM " + settings.keyspace()
                        + ".messages WHERE persistence_id = ? AND partition_nr = 0 LIMIT 1")
                .setExecutionProfileName(PROFILE);
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "journal-probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins at once, in the session of the journal, or when that is there. */
    public static JournalProbe start(JournalHealth health, ActorSystem<?> system, JournalSettings settings) {
        return start(
                health,
                settings,
                () -> CassandraSessionRegistry.get(system).sessionFor(SESSION).underlying());
    }

    /** @param session asked again after {@link #AGAIN} when there is none */
    static JournalProbe start(
            JournalHealth health, JournalSettings settings, Supplier<CompletionStage<CqlSession>> session) {
        JournalProbe probe = new JournalProbe(health, settings);
        probe.open(session);
        return probe;
    }

    private void open(Supplier<CompletionStage<CqlSession>> session) {
        CompletionStage<CqlSession> opened;
        try {
            opened = session.get();
        } catch (RuntimeException e) {
            opened = CompletableFuture.failedFuture(e);
        }
        opened.whenComplete((there, failure) -> {
            if (failure == null) {
                begin(there);
            } else {
                LOG.warn(
                        "the journal is not watched without a session, next try in {} ms: {}",
                        AGAIN.toMillis(),
                        failure.toString());
                openLater(session);
            }
        });
    }

    private void openLater(Supplier<CompletionStage<CqlSession>> session) {
        try {
            ticker.schedule(() -> open(session), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The node did not wait for it.
        }
    }

    private void begin(CqlSession session) {
        long tick = JournalSettings.TICK.toNanos();
        Prepared prepared = new Prepared(() -> session.prepareAsync(query));
        try {
            ticker.scheduleWithFixedDelay(() -> tick(session, prepared), tick, tick, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            // The node did not wait for it.
        }
    }

    private void tick(CqlSession session, Prepared prepared) {
        if (health.tick()) {
            ticksToNext = ticksBetween;
        } else if (!underWay && --ticksToNext <= 0) {
            ticksToNext = ticksBetween;
            ask(session, prepared);
        }
    }

    private void ask(CqlSession session, Prepared prepared) {
        underWay = true;
        health.asked();
        String partition = "probe~" + asked++ % PARTITIONS;
        try {
            prepared.get()
                    .thenCompose(select -> session.executeAsync(select.bind(partition)))
                    .whenComplete((row, failure) -> done(failure));
        } catch (RuntimeException refused) {
            done(refused);
        }
    }

    private void done(@Nullable Throwable failure) {
        if (failure == null) {
            health.answered();
        } else {
            health.failed(failure);
        }
        underWay = false;
    }

    public CompletionStage<Done> stop() {
        ticker.shutdownNow();
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
