package io.rastro.proving.drill;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.Content;
import io.rastro.proving.load.EndlessSource;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.Outcome;
import io.rastro.proving.load.SimulatedAccounts;
import io.rastro.proving.load.SimulatedCouriers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Posts on a schedule, beside what is done to the cluster, and how they fare. Any thread. */
final class Trickle implements LoadRun.Watcher {

    private static final int CONNECTIONS = 64;
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMillis(500);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MAX_MICROS = Duration.ofHours(1).toMillis() * 1000;

    /** Of an account, so that an event of it is of several requests when the cluster is slow. */
    private static final int PIX_REQUESTS_EACH = 3;

    private final EndlessSource source;
    private final FutureTask<LoadReport> loading;
    private final TreeMap<String, Long> failures = new TreeMap<>();
    private Histogram latency = new Histogram(MAX_MICROS, 3);
    private long atOnce;
    private long accepted;
    private @Nullable Long firstAcceptedNanos;

    /**
     * The posts that were answered since they are counted.
     *
     * @param atOnce of these, how many with a 200 at the first attempt
     * @param firstAcceptedNanos when the first 200 came; null when none did
     * @param latency microseconds from when a post was due to its 200
     */
    record Figures(long accepted, long atOnce, @Nullable Long firstAcceptedNanos, Histogram latency) {

        double p99Millis() {
            return latency.getValueAtPercentile(99) / 1e3;
        }

        double maxMillis() {
            return latency.getMaxValue() / 1e3;
        }

        double percentAtOnce() {
            return accepted == 0 ? 0 : 100.0 * atOnce / accepted;
        }
    }

    private Trickle(EndlessSource source, double rate, InetSocketAddress at, Ledger ledger) {
        this.source = source;
        LoadSettings settings = new LoadSettings(List.of(at), CONNECTIONS, BodyFormat.JSON, rate, ATTEMPT, PATIENCE);
        LoadRun run = new LoadRun(settings, source, ledger, this, LONGEST_BACKOFF);
        this.loading = new FutureTask<>(run::run);
    }

    /**
     * Begins.
     *
     * @param name of the couriers, the first {@code couriers} of which post in turn
     * @param rate posts a second
     */
    static Trickle begin(String name, int couriers, double rate, InetSocketAddress at, Ledger ledger) {
        long seed = System.nanoTime();
        return begin(name, new SimulatedCouriers(name, couriers, 1, DAY, seed, Clock.systemUTC()), rate, at, ledger);
    }

    /**
     * The same of Pix accounts.
     *
     * @param rate events a second, one a post
     */
    static Trickle beginPix(String name, int accounts, double rate, InetSocketAddress at, Ledger ledger) {
        EndlessSource source =
                new SimulatedAccounts(name, accounts, PIX_REQUESTS_EACH, 1, DAY, System.nanoTime(), Clock.systemUTC());
        return begin(name, source, rate, at, ledger);
    }

    private static Trickle begin(String name, EndlessSource source, double rate, InetSocketAddress at, Ledger ledger) {
        Trickle trickle = new Trickle(source, rate, at, ledger);
        Thread thread = new Thread(trickle.loading, "trickle-" + name);
        thread.setDaemon(true);
        thread.start();
        return trickle;
    }

    /** Counts from now on. */
    synchronized void count() {
        failures.clear();
        latency = new Histogram(MAX_MICROS, 3);
        atOnce = 0;
        accepted = 0;
        firstAcceptedNanos = null;
    }

    synchronized Figures figures() {
        return new Figures(accepted, atOnce, firstAcceptedNanos, latency.copy());
    }

    /** Such as {@code 12 × answer 503: …}. */
    synchronized List<String> failures() {
        return failures.entrySet().stream()
                .map(failure -> failure.getValue() + " × " + failure.getKey())
                .toList();
    }

    /** Sends nothing new. */
    void noMore() {
        source.end();
    }

    /** Sends nothing new and waits until all is answered, or given up. */
    LoadReport end() throws IOException, InterruptedException {
        noMore();
        try {
            return loading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    @Override
    public void progress(long itemsDone) {}

    @Override
    public void trouble(String why) {}

    @Override
    public synchronized void failed(Content content, int attempt, String why) {
        failures.merge(why, 1L, Long::sum);
    }

    @Override
    public synchronized void finished(Outcome outcome) {
        if (outcome.kind() != Outcome.Kind.ANSWERED) {
            failures.merge(outcome.kind().name(), 1L, Long::sum);
            return;
        }
        accepted++;
        atOnce += outcome.attempts() == 1 ? 1 : 0;
        if (firstAcceptedNanos == null) {
            firstAcceptedNanos = outcome.endedNanos();
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(outcome.endedNanos() - outcome.startedNanos());
        latency.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
    }
}
