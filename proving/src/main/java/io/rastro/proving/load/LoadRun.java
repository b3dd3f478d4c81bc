package io.rastro.proving.load;

import io.rastro.proving.ledger.Ledger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One load, on one thread: sends what the source gives, books what is answered, tries again what is not.
 *
 * <p>Every request carries an {@code Idempotency-Key} of its own, which its repetitions keep, so that the figures are
 * the same whether or not an answer got lost on the way. All that was acknowledged is in the ledger before the lanes it
 * belongs to go on.
 */
public final class LoadRun {

    /** Hears how the load is doing; called on its thread. */
    public interface Watcher {

        /** Needs to hear nothing. */
        Watcher NONE = new Watcher() {
            @Override
            public void progress(long itemsDone) {}

            @Override
            public void trouble(String why) {}
        };

        void progress(long itemsDone);

        /** @param items that this load has recorded so far */
        default void accepted(long items) {}

        /** The system cannot be reached, or asks for patience; the load tries again. */
        void trouble(String why);

        /**
         * A request is about to be sent for the first time.
         *
         * @param startedNanos when its latency counts from, see {@link LoadReport#latency}
         */
        default void sends(Content content, long startedNanos) {}

        /**
         * An attempt got no final answer; another one follows, unless the load gives up.
         *
         * @param attempt counted from 1
         */
        default void failed(Content content, int attempt, String why) {}

        /** A request has its final answer, or none for good. */
        default void finished(Outcome outcome) {}
    }

    private static final long IDLE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LoadSettings settings;
    private final Source source;
    private final @Nullable Ledger ledger;
    private final Watcher watcher;
    private final String runId = "r" + Long.toString(new SplittableRandom().nextLong(1L << 50, 1L << 51), 36);
    private final Booking booking;
    private final RequestWriter writer;
    private final Backoff backoff;
    private final PriorityQueue<Retry> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::atNanos));
    private long dueNanos;
    private volatile int copies;
    private volatile boolean stopped;
    private boolean givenUp;

    private record Retry(long atNanos, Request request) {}

    /** @param ledger where to write down what is acknowledged, if anywhere; stays open */
    public LoadRun(LoadSettings settings, Source source, @Nullable Ledger ledger, Watcher watcher) {
        this(settings, source, ledger, watcher, new Backoff(new SplittableRandom()));
    }

    /** @param longestBackoff how long a request waits at most until it is tried again, beyond what it is told to */
    public LoadRun(
            LoadSettings settings, Source source, @Nullable Ledger ledger, Watcher watcher, Duration longestBackoff) {
        this(settings, source, ledger, watcher, Backoff.atMost(longestBackoff));
    }

    LoadRun(LoadSettings settings, Source source, @Nullable Ledger ledger, Watcher watcher, Backoff backoff) {
        this.backoff = backoff;
        this.settings = settings;
        this.source = source;
        this.ledger = ledger;
        this.watcher = watcher;
        this.booking = new Booking(ledger);
        InetSocketAddress first = settings.targets().get(0);
        this.writer = new RequestWriter(settings.format(), runId, first.getHostString() + ":" + first.getPort());
    }

    /** Sends nothing new; {@link #run} returns when what is under way is answered. For any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * From the next request on each is sent so many times more, all at once, as far as there are idle connections: a
     * client that lost its patience. For any thread.
     */
    public void copies(int count) {
        copies = count;
    }

    public LoadReport run() throws IOException {
        if (ledger != null) {
            ledger.runBegins(runId, Instant.now());
            ledger.flush();
        }
        long started = System.nanoTime();
        dueNanos = started;
        try (WireClient client =
                new WireClient(settings.targets(), settings.connections(), settings.timeout(), new Answers())) {
            while (!isDone(client)) {
                long wait = sendWhatIsDue(client);
                client.poll(wait);
                booking.flush();
                watcher.progress(booking.itemsDone());
                watcher.accepted(booking.accepted());
            }
        }
        abandonRetries();
        if (ledger != null && !stopped && !givenUp) {
            ledger.runEnds(runId, Instant.now());
            ledger.flush();
        }
        return booking.report(Duration.ofNanos(System.nanoTime() - started));
    }

    private boolean isDone(WireClient client) {
        boolean ending = stopped || givenUp;
        return client.inFlight() == 0 && (ending || (source.isExhausted() && retries.isEmpty()));
    }

    /** How long nothing else is due. */
    private long sendWhatIsDue(WireClient client) throws IOException {
        long now = System.nanoTime();
        if (stopped || givenUp) {
            return IDLE_WAIT_NANOS;
        }
        while (client.hasIdleConnection()) {
            Retry retry = retries.peek();
            if (retry != null && retry.atNanos() - now <= 0) {
                send(client, retries.remove().request());
            } else if (settings.ratePerSecond() > 0 && dueNanos - now > 0) {
                break;
            } else if (!sendNext(client, now)) {
                return untilRetry(now);
            }
        }
        return Math.min(untilRetry(now), settings.ratePerSecond() > 0 ? Math.max(0, dueNanos - now) : IDLE_WAIT_NANOS);
    }

    private boolean sendNext(WireClient client, long now) throws IOException {
        Batch batch = source.poll();
        if (batch == null) {
            return false;
        }
        boolean paced = settings.ratePerSecond() > 0;
        Request request = writer.write(batch, paced ? dueNanos : now);
        watcher.sends(batch.content(), request.startedNanos);
        send(client, request);
        if (paced) {
            dueNanos += (long) (batch.content().size() * 1e9 / settings.ratePerSecond());
        }
        return true;
    }

    private void send(WireClient client, Request request) {
        if (request.attempts++ > 0) {
            booking.retried();
        }
        client.send(request);
        for (int i = 0; i < copies && client.hasIdleConnection(); i++) {
            request.attempts++;
            booking.retried();
            client.send(request.copy());
        }
    }

    private long untilRetry(long now) {
        Retry retry = retries.peek();
        return retry == null ? IDLE_WAIT_NANOS : Math.max(0, retry.atNanos() - now);
    }

    private void tryAgain(Request request, int retryAfterSeconds, String why, String detail) {
        long now = System.nanoTime();
        watcher.trouble(why);
        watcher.failed(request.batch.content(), request.attempts, detail.isEmpty() ? why : why + ": " + detail);
        if (request.troubledForNanos(now) > settings.patience().toNanos()) {
            givenUp = true;
            booking.givenUp(request, why);
            finished(request, Outcome.Kind.GIVEN_UP, Booking.Recorded.NOTHING);
        } else {
            retries.add(new Retry(now + backoff.nanos(request.attempts, retryAfterSeconds), request));
        }
    }

    private void abandonRetries() {
        for (Retry retry : retries) {
            booking.givenUp(retry.request(), "the load was stopped before an answer came");
            finished(retry.request(), Outcome.Kind.GIVEN_UP, Booking.Recorded.NOTHING);
        }
    }

    private void finished(Request request, Outcome.Kind kind, Booking.Recorded recorded) {
        watcher.finished(new Outcome(
                kind,
                request.batch.content(),
                request.attempts,
                request.startedNanos,
                System.nanoTime(),
                recorded.seqNr(),
                recorded.items()));
    }

    private final class Answers implements WireClient.Listener {

        @Override
        public void answered(Request request, Answer answer) {
            if (request.isCopy) {
                return; // the first of them books what was recorded, by whichever of them that was
            }
            switch (answer.status()) {
                case 200 -> finished(request, Outcome.Kind.ANSWERED, booking.acknowledged(request, answer.body()));
                case 422 -> {
                    booking.allRejected(request, answer);
                    finished(request, Outcome.Kind.REFUSED, Booking.Recorded.NOTHING);
                }
                case 408, 429, 500, 502, 503, 504 -> {
                    tryAgain(request, answer.retryAfterSeconds(), "answer " + answer.status(), answer.detail());
                    return;
                }
                default -> {
                    booking.refused(request, "answer " + answer.status() + ": " + answer.excerpt());
                    finished(request, Outcome.Kind.REFUSED, Booking.Recorded.NOTHING);
                }
            }
            source.release(request.batch);
        }

        @Override
        public void failed(Request request, String why) {
            if (request.isCopy) {
                return;
            }
            tryAgain(request, 0, why, "");
        }
    }
}
