package io.rastro.proving.load;

import io.rastro.proving.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Keeps the figures of a load, and its ledger. */
final class Booking {

    private static final int TROUBLES_TOLD = 20;
    private static final long MAX_LATENCY_MICROS = Duration.ofHours(1).toMillis() * 1000;

    private final @Nullable Ledger ledger;
    private final Histogram latency = new Histogram(MAX_LATENCY_MICROS, 3);
    private final List<String> troubles = new ArrayList<>();
    private long accepted;
    private long duplicates;
    private long rejected;
    private long refused;
    private long unanswered;
    private long requests;
    private long retries;
    private long replays;

    /**
     * What a request with one entity has recorded.
     *
     * @param seqNr 0 for nothing, and for a gateway's mixture
     */
    record Recorded(long seqNr, int items) {
        static final Recorded NOTHING = new Recorded(0, 0);
    }

    Booking(@Nullable Ledger ledger) {
        this.ledger = ledger;
    }

    void retried() {
        retries++;
    }

    /** A 200: something of the request is stored, or was before. */
    Recorded acknowledged(Request request, byte[] body) {
        PostAnswer answer;
        try {
            answer = PostAnswer.parse(body);
        } catch (IOException e) {
            refused(request, "the answer cannot be read: " + e.getMessage());
            return Recorded.NOTHING;
        }
        answered(request);
        long before = accepted + duplicates + rejected;
        Recorded recorded = Recorded.NOTHING;
        boolean named = request.batch.content().name(0) != null;
        for (PostAnswer.EntityAnswer entity : answer.entities()) {
            int items = book(request, entity, named);
            recorded = answer.entities().size() == 1 ? new Recorded(entity.seqNr(), items) : recorded;
        }
        if (named) {
            name(request.batch.content(), answer);
        }
        for (PostAnswer.Rejection rejection : answer.rejections()) {
            trouble(request, rejection.index(), rejection.field() + ": " + rejection.reason());
        }
        reject(answer.rejections().size());
        long items = accepted + duplicates + rejected - before;
        if (items != request.batch.content().size()) {
            trouble(
                    request,
                    0,
                    "the answer accounts for " + items + " of "
                            + request.batch.content().size() + " items");
            unanswered += Math.max(0, request.batch.content().size() - items);
        }
        return recorded;
    }

    /** A 422: every item is bad. */
    void allRejected(Request request, Answer answer) {
        answered(request);
        reject(request.batch.content().size());
        trouble(request, 0, answer.excerpt());
    }

    /** An answer that will be the same however often it is asked for. */
    void refused(Request request, String why) {
        requests++;
        refused += request.batch.content().size();
        trouble(request, 0, why);
    }

    void givenUp(Request request, String why) {
        unanswered += request.batch.content().size();
        trouble(request, 0, "given up: " + why);
    }

    long itemsDone() {
        return accepted + duplicates + rejected + refused;
    }

    long accepted() {
        return accepted;
    }

    /** Everything booked so far is in the ledger file when this returns. */
    void flush() throws IOException {
        if (ledger != null) {
            ledger.flush();
        }
    }

    LoadReport report(Duration elapsed) {
        return new LoadReport(
                accepted,
                duplicates,
                rejected,
                refused,
                unanswered,
                requests,
                retries,
                replays,
                elapsed,
                latency,
                List.copyOf(troubles));
    }

    /**
     * A replayed answer counts all as duplicates. When an earlier attempt of this very request did the recording and
     * only its answer was lost, it is this load that recorded them: they are booked as accepted here, once.
     *
     * @return how many
     */
    private int book(Request request, PostAnswer.EntityAnswer entity, boolean named) {
        boolean ownReplay = entity.replayed() && request.attempts > 1;
        int recorded = ownReplay ? entity.recorded() : entity.accepted();
        int known = ownReplay ? entity.duplicates() - entity.recorded() : entity.duplicates();
        replays += ownReplay ? 1 : 0;
        accepted += recorded;
        duplicates += known;
        String persistenceId = entity.persistenceId();
        if (ledger != null && persistenceId != null && !named) {
            ledger.acknowledged(persistenceId, entity.seqNr(), request.key, recorded, known);
        }
        return recorded;
    }

    /** Whatever is not rejected is stored, whether it was here before or not, and whichever attempt did it. */
    private void name(Content content, PostAnswer answer) {
        if (ledger == null || answer.entities().size() != 1) {
            return;
        }
        String persistenceId = answer.entities().get(0).persistenceId();
        Set<Integer> rejected =
                answer.rejections().stream().map(PostAnswer.Rejection::index).collect(Collectors.toSet());
        for (int i = 0; i < content.size(); i++) {
            String name = content.name(i);
            if (persistenceId != null && name != null && !rejected.contains(i)) {
                ledger.stored(persistenceId, name);
            }
        }
    }

    private void answered(Request request) {
        requests++;
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.startedNanos);
        latency.recordValue(Math.max(0, Math.min(MAX_LATENCY_MICROS, micros)));
    }

    private void reject(int items) {
        rejected += items;
        if (ledger != null && items > 0) {
            ledger.rejected(items);
        }
    }

    private void trouble(Request request, int index, String what) {
        if (troubles.size() < TROUBLES_TOLD) {
            Content content = request.batch.content();
            long line = content.line(Math.max(0, Math.min(index, content.size() - 1)));
            troubles.add(line > 0 ? "line " + line + ": " + what : what);
        }
    }
}
