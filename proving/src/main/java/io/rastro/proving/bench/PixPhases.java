package io.rastro.proving.bench;

import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.Content;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.PixEvents;
import io.rastro.proving.load.SimulatedAccounts;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures Pix accounts: how many single events a second, what one account bears on schedule, and how soon a signal is on its
 * topic. Each phase has accounts of its own.
 */
final class PixPhases {

    /** Events a second of one account. */
    static final double HOT_RATE = 1_000;

    private static final int TOLD_ACCOUNTS = 200;
    private static final double TOLD_RATE = 300;

    /** As many accounts a second have their first event: 200 in less than one wait for each other. */
    private static final double FIRST_RATE = 50;

    private static final Duration FIRST_EVENTS = Duration.ofSeconds(4);
    private static final int REQUESTS_EACH = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long LATE_SIGNALS_MILLIS = 2_000;

    private final PixSettings settings;
    private final int connections;
    private final List<InetSocketAddress> targets;
    private final SinksToCatchUp sinks;
    private final Consumer<String> progress;

    /** The same accounts in the warm-up and after it; those of another run have done something before. */
    private final String ofThisRun = "-" + Long.toString(System.currentTimeMillis(), 36);

    /** What a phase left to the sinks would be measured with the next one. */
    interface SinksToCatchUp {

        /** @return null: they did not in time */
        @Nullable
        Duration await() throws IOException;
    }

    /** Tells of each event that is sent. */
    private record Sends(SignalTail tail) implements LoadRun.Watcher {

        @Override
        public void progress(long itemsDone) {}

        @Override
        public void trouble(String why) {}

        @Override
        public void sends(Content content, long startedNanos) {
            if (content instanceof PixEvents events) {
                events.transfers().forEach(transfer -> tail.due(transfer.endToEndId(), startedNanos));
            }
        }
    }

    PixPhases(
            PixSettings settings,
            int connections,
            List<InetSocketAddress> targets,
            SinksToCatchUp sinks,
            Consumer<String> progress) {
        this.settings = settings;
        this.connections = connections;
        this.targets = targets;
        this.sinks = sinks;
        this.progress = progress;
    }

    /** @param warmUp of each of the first two phases */
    PixReport run(Duration warmUp, String bootstrap, SchemaRegistry registry) throws IOException {
        if (!warmUp.isZero()) {
            progress.accept("warming up the accounts for " + 2 * warmUp.toSeconds() + " s");
            singles(warmUp);
            hot(warmUp);
        }
        progress.accept("single Pix events for " + settings.duration().toSeconds() + " s");
        LoadReport singles = singles(settings.duration());
        progress.accept("one account at " + (long) HOT_RATE + " events/s for "
                + settings.duration().toSeconds() + " s");
        LoadReport hot = hot(settings.duration());
        progress.accept("signals for " + settings.duration().toSeconds() + " s");
        try (SignalTail tail = new SignalTail(bootstrap, registry)) {
            load(toldAccounts(FIRST_EVENTS), FIRST_RATE, new Sends(tail));
            LoadReport told = load(toldAccounts(settings.duration()), TOLD_RATE, new Sends(tail));
            TimeUnit.MILLISECONDS.sleep(LATE_SIGNALS_MILLIS);
            Histogram signals = tail.latency();
            return new PixReport(singles, hot, told, signals);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private LoadReport singles(Duration duration) throws IOException {
        return load(accounts("bench-pix", settings.accounts(), 1, duration), 0, LoadRun.Watcher.NONE);
    }

    private LoadReport hot(Duration duration) throws IOException {
        return load(accounts("bench-hot", 1, REQUESTS_EACH, duration), HOT_RATE, LoadRun.Watcher.NONE);
    }

    private SimulatedAccounts toldAccounts(Duration duration) {
        return accounts("bench-told", TOLD_ACCOUNTS, 1, duration);
    }

    private SimulatedAccounts accounts(String name, int accounts, int requestsEach, Duration duration) {
        return new SimulatedAccounts(name + ofThisRun, accounts, requestsEach, 1, duration, 1, Clock.systemUTC());
    }

    private LoadReport load(SimulatedAccounts accounts, double rate, LoadRun.Watcher watcher) throws IOException {
        LoadSettings load = new LoadSettings(targets, connections, BodyFormat.JSON, rate, TIMEOUT, TIMEOUT);
        LoadReport report = new LoadRun(load, accounts, null, watcher).run();
        progress.accept("waiting for the sinks");
        if (sinks.await() == null) {
            throw new IOException("the sinks did not catch up with the Pix events");
        }
        return report;
    }
}
