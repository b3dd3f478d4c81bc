package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.devstack.Endpoints;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a ledger with every store: the journal, Kafka, the query table, the lake. What comes later by design (sinks
 * behind the journal, files of the lake that are still open) is waited for, within a bound.
 */
public final class Verification {

    private static final long PAUSE_MILLIS = 1000;

    private final EventRanges acknowledged;
    private final JournalScan.Journal journal;
    private final long deadlineNanos;
    private final Consumer<String> progress;

    /** One look at a store. */
    @FunctionalInterface
    private interface Look {
        StoreFigures take() throws IOException;
    }

    private Verification(
            EventRanges acknowledged, JournalScan.Journal journal, long deadlineNanos, Consumer<String> progress) {
        this.acknowledged = acknowledged;
        this.journal = journal;
        this.deadlineNanos = deadlineNanos;
        this.progress = progress;
    }

    /**
     * @param timeout how long to wait for stores that are behind
     * @param progress hears what is being waited for
     */
    public static VerifyReport run(Path ledger, Endpoints endpoints, Duration timeout, Consumer<String> progress)
            throws IOException {
        Endpoints.Cassandra cassandra = there(endpoints.cassandra(), "Cassandra");
        Endpoints.S3 s3 = there(endpoints.s3(), "S3 endpoint");
        String kafka = there(endpoints.kafka(), "Kafka");
        LedgerReader.Contents contents = LedgerReader.read(ledger);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (CqlSession session = CassandraSession.open(cassandra)) {
            JournalScan.Journal journal = JournalScan.read(session, contents);
            Verification check = new Verification(contents.recorded(), journal, deadline, progress);
            List<StoreFigures> stores = new ArrayList<>(List.of(journal.figures()));
            stores.add(check.topic(kafka));
            stores.add(check.until(() -> check.compare("table", TableScan.read(session, check::itemCount))));
            stores.add(check.lake(s3));
            return new VerifyReport(
                    contents.recorded().events(), contents.recorded().items(), journal.gaps(), List.copyOf(stores));
        }
    }

    private StoreFigures topic(String bootstrap) throws IOException {
        try (TopicScan topic = new TopicScan(bootstrap, this::itemCount)) {
            return until(() -> {
                Census census = topic.read();
                return compare("kafka", census).withOutOfOrder(topic.outOfOrder());
            });
        }
    }

    private StoreFigures lake(Endpoints.S3 s3) throws IOException {
        try (LakeScan lake = new LakeScan(s3, this::itemCount)) {
            return until(() -> compare("lake", lake.read()));
        }
    }

    private StoreFigures compare(String store, Census census) {
        return census.compare(store, acknowledged, journal.unanswered());
    }

    private int itemCount(String persistenceId, long seqNr) {
        return Math.max(journal.events().itemCount(persistenceId, seqNr), acknowledged.itemCount(persistenceId, seqNr));
    }

    private StoreFigures until(Look look) throws IOException {
        StoreFigures figures = look.take();
        while (figures.lost() > 0 && System.nanoTime() < deadlineNanos) {
            progress.accept(figures.store() + " lacks " + figures.lost() + " positions, waiting");
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            figures = look.take();
        }
        return figures;
    }

    private static <T> T there(@Nullable T endpoint, String name) {
        if (endpoint == null) {
            throw new VerifyException("the system has no " + name + " to check");
        }
        return endpoint;
    }
}
