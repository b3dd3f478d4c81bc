package io.rastro.proving.drill;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.Content;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.Outcome;
import io.rastro.proving.load.Positions;
import io.rastro.proving.load.SimulatedCouriers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Posts straight to one node, past the balancer, for couriers of its own: what a node that is cut off, or goes on after it
 * stood still, answers. Any thread.
 */
final class Direct implements LoadRun.Watcher {

    private static final int COURIERS = 64;
    private static final double RATE = 40;
    private static final int CONNECTIONS = 16;
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofMillis(300);
    private static final int ENOUGH = 20;
    private static final Duration TAKES_WITHIN = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final String name;
    private final SimulatedCouriers source;
    private final FutureTask<LoadReport> loading;
    private final TreeMap<String, Long> refusals = new TreeMap<>();
    private @Nullable Outage outage;
    private final TreeSet<Long> acceptances = new TreeSet<>();

    private Direct(String name, InetSocketAddress node, Ledger ledger) {
        this.name = name;
        this.source = new SimulatedCouriers(name, COURIERS, 1, DAY, 2, Clock.systemUTC());
        LoadSettings settings = new LoadSettings(List.of(node), CONNECTIONS, BodyFormat.JSON, RATE, ATTEMPT, PATIENCE);
        LoadRun run = new LoadRun(settings, source, ledger, this, LONGEST_BACKOFF);
        this.loading = new FutureTask<>(run::run);
    }

    /** @param name of its couriers, which nobody else has */
    static Direct begin(String name, InetSocketAddress node, Ledger ledger) {
        Direct direct = new Direct(name, node, ledger);
        Thread thread = new Thread(direct.loading, "direct-" + name);
        thread.setDaemon(true);
        thread.start();
        return direct;
    }

    /** Its couriers whose shard is one of these. */
    Set<String> couriersIn(Set<Integer> shards, int numberOfShards) {
        return IntStream.range(0, COURIERS)
                .mapToObj(k -> name + "-" + k)
                .filter(courier -> shards.contains(ClusterView.shardOf(courier, numberOfShards)))
                .collect(Collectors.toUnmodifiableSet());
    }

    synchronized void watch(Outage next) {
        outage = next;
    }

    /**
     * Returns when the node has taken more posts: otherwise nothing could be said of when it stopped to.
     *
     * @throws IOException when it does not for long
     */
    void awaitAccepted() throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (!Fleet.await(() -> acceptedSince(now) >= ENOUGH, TAKES_WITHIN)) {
            throw new IOException("a node takes no posts that come straight to it: " + refusals());
        }
    }

    /** How many posts it has answered with 200 since. */
    synchronized long acceptedSince(long nanos) {
        return acceptances.tailSet(nanos).size();
    }

    /**
     * How long after an instant it last answered with a 200.
     *
     * @return seconds; null when it never did since
     */
    synchronized @Nullable Double lastAcceptedAfter(long nanos) {
        Set<Long> since = acceptances.tailSet(nanos);
        return since.isEmpty() ? null : (acceptances.last() - nanos) / 1e9;
    }

    /** Such as {@code 12 × answer 503: …}. */
    private synchronized List<String> refusals() {
        return refusals.entrySet().stream()
                .map(refusal -> refusal.getValue() + " × " + refusal.getKey())
                .toList();
    }

    /** Sends nothing new and waits until all is answered, or given up. */
    LoadReport end() throws IOException, InterruptedException {
        source.end();
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
        refusals.merge(why, 1L, Long::sum);
        if (outage != null) {
            outage.failed(Positions.first(content).courierId(), System.nanoTime());
        }
    }

    @Override
    public synchronized void finished(Outcome outcome) {
        if (outcome.kind() != Outcome.Kind.ANSWERED) {
            refusals.merge(outcome.kind().name(), 1L, Long::sum);
            return;
        }
        acceptances.add(outcome.endedNanos());
        if (outage != null) {
            outage.answered(
                    Positions.first(outcome.content()).courierId(), outcome.startedNanos(), outcome.endedNanos());
        }
    }
}
