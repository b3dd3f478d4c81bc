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
 * Compares a ledger with every store: the journal, Kafka, the query table, the lake. Or, without a ledger, what the
 * journal has of a range with the others. What comes later by design (sinks behind the journal, files of the lake that
 * are still open) is waited for, within a bound.
 *
 * <p>Memory: some hundred bytes for each courier that the journal has, and for each change in the size of its requests
 * some ten; events of which a store has shown only a part, and the names of the lake's objects.
 */
public final class Verification {

    private static final long PAUSE_MILLIS = 1000;

    private final Scope scope;
    private final EventRanges unanswered;
    private final long deadlineNanos;
    private final Consumer<String> progress;

    /** One look at a store. */
    @FunctionalInterface
    private interface Look {
        StoreFigures take() throws IOException;
    }

    /**
     * @param ledger null without one
     * @param file the same
     */
    private record Expected(
            JournalScan.Journal journal,
            Scope scope,
            LedgerReader.@Nullable Contents ledger,
            @Nullable Path file) {}

    /** The first look, at the journal. */
    @FunctionalInterface
    private interface JournalReading {
        Expected read(CqlSession session) throws IOException;
    }

    private Verification(Scope scope, EventRanges unanswered, long deadlineNanos, Consumer<String> progress) {
        this.scope = scope;
        this.unanswered = unanswered;
        this.deadlineNanos = deadlineNanos;
        this.progress = progress;
    }

    /**
     * @param timeout how long to wait for stores that are behind
     * @param progress hears what is being waited for
     */
    public static VerifyReport run(Path ledger, Endpoints endpoints, Duration timeout, Consumer<String> progress)
            throws IOException {
        LedgerReader.Contents contents = LedgerReader.read(ledger);
        return run(endpoints, timeout, progress, session -> {
            JournalScan.Journal journal = JournalScan.read(session, contents);
            Scope scope = new Scope(ReceivedRange.ALL, journal.events(), contents.recorded());
            return new Expected(journal, scope, contents, ledger);
        });
    }

    /**
     * What the journal has of the range is expected everywhere, and nothing else of the range anywhere. The journal is
     * read first: the range has to end long enough ago that nothing of it is still on its way into the journal.
     */
    public static VerifyReport audit(
            ReceivedRange range, Endpoints endpoints, Duration timeout, Consumer<String> progress) throws IOException {
        return run(endpoints, timeout, progress, session -> {
            JournalScan.Journal journal = JournalScan.read(session, range);
            return new Expected(journal, new Scope(range, journal.events(), journal.events()), null, null);
        });
    }

    private static VerifyReport run(
            Endpoints endpoints, Duration timeout, Consumer<String> progress, JournalReading reading)
            throws IOException {
        Endpoints.Cassandra cassandra = there(endpoints.cassandra(), "Cassandra");
        Endpoints.S3 s3 = there(endpoints.s3(), "S3 endpoint");
        String kafka = there(endpoints.kafka(), "Kafka");
        long deadline = System.nanoTime() + timeout.toNanos();
        try (CqlSession session = CassandraSession.open(cassandra)) {
            Expected expected = reading.read(session);
            Scope scope = expected.scope();
            JournalScan.Journal journal = expected.journal();
            LedgerReader.Contents ledger = expected.ledger();
            Verification check = new Verification(scope, journal.unanswered(), deadline, progress);
            List<StoreFigures> stores = new ArrayList<>(List.of(journal.figures()));
            List<Integer> cutOff = new ArrayList<>();
            stores.add(check.topic(kafka, cutOff));
            stores.add(check.until(() -> check.compare("table", TableScan.read(session, scope))));
            stores.add(check.lake(s3));
            EventRanges acknowledged = scope.acknowledged();
            return new VerifyReport(
                    acknowledged.events(),
                    acknowledged.items(),
                    ledger == null ? 0 : ledger.twice(),
                    ledger != null && journal.figures().lost() == 0 && ledger.requests() != journal.requests(),
                    journal.gaps(),
                    List.copyOf(stores),
                    List.copyOf(cutOff),
                    journal.writers().figures(session, expected.file()));
        }
    }

    private StoreFigures topic(String bootstrap, List<Integer> cutOff) throws IOException {
        try (TopicScan topic = new TopicScan(bootstrap, scope)) {
            cutOff.addAll(topic.cutOff());
            return until(() -> {
                Census census = topic.read();
                return compare("kafka", census).withOutOfOrder(topic.outOfOrder());
            });
        }
    }

    private StoreFigures lake(Endpoints.S3 s3) throws IOException {
        try (LakeScan lake = new LakeScan(s3, scope)) {
            return until(() -> compare("lake", lake.read()));
        }
    }

    private StoreFigures compare(String store, Census census) {
        return census.compare(store, scope.acknowledged(), unanswered);
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
