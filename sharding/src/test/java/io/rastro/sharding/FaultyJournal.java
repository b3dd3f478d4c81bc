package io.rastro.sharding;

import akka.actor.typed.ActorSystem;
import akka.persistence.testkit.JournalOperation;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.ProcessingPolicy;
import akka.persistence.testkit.ProcessingResult;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.ReadEvents;
import akka.persistence.testkit.Reject;
import akka.persistence.testkit.StorageFailure;
import akka.persistence.testkit.WriteEvents;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.journal.JournalReader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A journal in memory that fails, refuses or waits as the test says. Events are serialized as they are on disk. */
public final class FaultyJournal implements ProcessingPolicy<JournalOperation> {

    /** For the actor system of a test. */
    public static final Config CONFIG = PersistenceTestKitPlugin.config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.parseString("""
                    akka.persistence.testkit.events.serialize = on
                    akka.persistence.testkit.snapshots.serialize = on
                    akka.actor.allow-java-serialization = off
                    akka.coordinated-shutdown.exit-jvm = off
                    akka.loglevel = ERROR
                    """))
            .withFallback(ConfigFactory.load());

    private enum Mode {
        WORKS,
        FAILS,
        REJECTS,
        COMES_LATE
    }

    private record Late(String persistenceId, List<Object> events) {}

    private final PersistenceTestKit kit;
    private final JournalReader reader;
    private volatile Mode writes = Mode.WORKS;
    private volatile Mode reads = Mode.WORKS;
    private final Queue<String> failedReads = new ConcurrentLinkedQueue<>();
    private final Queue<Late> late = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch writesHeld = new CountDownLatch(0);

    public FaultyJournal(ActorSystem<?> system) {
        kit = PersistenceTestKit.create(system);
        kit.withPolicy(this);
        reader = new JournalReader(system, PersistenceTestKitReadJournal.Identifier());
    }

    public JournalReader reader() {
        return reader;
    }

    public void works() {
        writes = Mode.WORKS;
        reads = Mode.WORKS;
        letWritesGo();
    }

    public void failsWrites() {
        writes = Mode.FAILS;
    }

    public void rejectsWrites() {
        writes = Mode.REJECTS;
    }

    /** Writes fail, and are in the journal when {@link #letLateWritesLand()} says so. */
    public void writesComeLate() {
        writes = Mode.COMES_LATE;
    }

    public void letLateWritesLand() {
        for (Late write = late.poll(); write != null; write = late.poll()) {
            kit.persistForRecovery(write.persistenceId(), write.events());
        }
    }

    public void failsReads() {
        failedReads.clear();
        reads = Mode.FAILS;
    }

    /** The persistence ids of all that tried to recover since {@link #failsReads()}, each as often as it tried. */
    public List<String> failedReads() {
        return List.copyOf(failedReads);
    }

    /** Writes wait until {@link #letWritesGo()}. */
    public void holdsWrites() {
        writesHeld = new CountDownLatch(1);
    }

    public void letWritesGo() {
        writesHeld.countDown();
    }

    public <E extends JournalEvent> List<E> events(Class<E> kind, String persistenceId) {
        return kit.persistedInStorage(persistenceId).stream().map(kind::cast).toList();
    }

    /** Events of whatever kind. */
    public int count(String persistenceId) {
        return kit.persistedInStorage(persistenceId).size();
    }

    public void begin(String persistenceId, List<? extends JournalEvent> events) {
        kit.persistForRecovery(persistenceId, List.copyOf(events));
    }

    @Override
    public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
        if (operation instanceof WriteEvents write) {
            awaitTurn();
            if (writes == Mode.COMES_LATE) {
                late.add(new Late(persistenceId, List.copyOf(write.getBatch())));
            }
            return result(writes);
        }
        return operation instanceof ReadEvents ? read(persistenceId) : ProcessingSuccess.getInstance();
    }

    private ProcessingResult read(String persistenceId) {
        if (reads == Mode.FAILS) {
            failedReads.add(persistenceId);
        }
        return result(reads);
    }

    private void awaitTurn() {
        try {
            if (!writesHeld.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("writes were held for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessingResult result(Mode mode) {
        return switch (mode) {
            case WORKS -> ProcessingSuccess.getInstance();
            case FAILS, COMES_LATE -> StorageFailure.create(new IllegalStateException("the test wants it so"));
            case REJECTS -> Reject.create(new IllegalStateException("the test wants it so"));
        };
    }
}
