package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.devstack.Endpoints;
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
 * Compares a ledger with every store: the journal, Kafka, the query tables, the lake. Or, without a ledger, what the
 * journal has of a range with the others. What comes later by design (sinks behind the journal, files of the lake that
 * are still open) is waited for, within a bound.
 *
 * <p>Memory: some hundred bytes for each courier or account that the journal has, and for each change in the size of a
 * courier's requests some ten; events of which a store has shown only a part, and the names of the lake's objects. Of each Pix
 * event eight bytes for the ledger and eight for the journal, and of each signal eight.
 */
public final class Verification {

    private static final long PAUSE_MILLIS = 1000;

    private final Stores stores;
    private final ReceivedRange range;
    private final long deadlineNanos;
    private final Consumer<String> progress;
    private final List<String> cutOff = new ArrayList<>();

    private record Stores(CqlSession cassandra, String kafka, Endpoints.S3 s3) {}

    /** One look at a store. */
    @FunctionalInterface
    private interface Look {
        StoreFigures take() throws IOException;
    }

    private Verification(Stores stores, ReceivedRange range, Duration timeout, Consumer<String> progress) {
        this.stores = stores;
        this.range = range;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
        this.progress = progress;
    }

    /**
     * @param timeout how long to wait for stores that are behind
     * @param progress hears what is being waited for
     */
    public static VerifyReport run(Path ledger, Endpoints endpoints, Duration timeout, Consumer<String> progress)
            throws IOException {
        LedgerReader.Contents contents = LedgerReader.read(ledger);
        return run(endpoints, ReceivedRange.ALL, timeout, progress, contents, ledger);
    }

    /**
     * What the journal has of the range is expected everywhere, and nothing else of the range anywhere. The journal is
     * read first: the range has to end long enough ago that nothing of it is still on its way into the journal.
     */
    public static VerifyReport audit(
            ReceivedRange range, Endpoints endpoints, Duration timeout, Consumer<String> progress) throws IOException {
        return run(endpoints, range, timeout, progress, null, null);
    }

    private static VerifyReport run(
            Endpoints endpoints,
            ReceivedRange range,
            Duration timeout,
            Consumer<String> progress,
            LedgerReader.@Nullable Contents ledger,
            @Nullable Path file)
            throws IOException {
        Endpoints.Cassandra cassandra = there(endpoints.cassandra(), "Cassandra");
        Endpoints.S3 s3 = there(endpoints.s3(), "S3 endpoint");
        String kafka = there(endpoints.kafka(), "Kafka");
        try (CqlSession session = CassandraSession.open(cassandra)) {
            Stores stores = new Stores(session, kafka, s3);
            return new Verification(stores, range, timeout, progress).check(ledger, file);
        }
    }

    private VerifyReport check(LedgerReader.@Nullable Contents ledger, @Nullable Path file) throws IOException {
        CourierPositions positions = new CourierPositions(ledger, range);
        List<Kind<?>> kinds = List.of(positions, new PixItems(ledger, range));
        JournalScan.Journal journal = JournalScan.read(stores.cassandra(), kinds, range);
        List<KindFigures> figures = new ArrayList<>();
        for (Kind<?> kind : kinds) {
            for (Subject subject : kind.subjects()) {
                figures.add(figures(subject));
            }
        }
        return new VerifyReport(
                figures,
                ledger == null ? 0 : ledger.twice(),
                positions.isDisplaced(),
                journal.gaps(),
                cutOff,
                journal.writers().figures(stores.cassandra(), file));
    }

    private KindFigures figures(Subject subject) throws IOException {
        List<StoreFigures> figures = new ArrayList<>();
        figures.add(subject.journal());
        figures.add(topic(subject));
        StoreTable table = subject.table();
        if (table != null) {
            figures.add(until(
                    subject,
                    () -> table.count(stores.cassandra(), subject.tallies().get())
                            .figures("table")));
        }
        figures.add(lake(subject));
        return new KindFigures(subject.items(), subject.events(), subject.expected(), figures);
    }

    private StoreFigures topic(Subject subject) throws IOException {
        try (TopicScan topic = new TopicScan(
                stores.kafka(), subject.topics(), range, subject.tallies().get())) {
            cutOff.addAll(topic.cutOff());
            return until(subject, topic::read);
        }
    }

    private StoreFigures lake(Subject subject) throws IOException {
        try (LakeScan lake = new LakeScan(stores.s3(), subject.folders(), range, subject.tallies())) {
            return until(subject, lake::read);
        }
    }

    private StoreFigures until(Subject subject, Look look) throws IOException {
        StoreFigures figures = look.take();
        while (figures.lost() > 0 && System.nanoTime() < deadlineNanos) {
            progress.accept(figures.store() + " lacks " + figures.lost() + " "
                    + subject.items().words() + ", waiting");
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
