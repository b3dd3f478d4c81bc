package io.rastro.proving.load;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The figures of one load. Items that were recorded by an attempt whose answer was lost count as accepted, once.
 *
 * @param accepted items that this load has recorded
 * @param duplicates items that the system had already
 * @param rejected items that the system refused
 * @param refused items in requests that were answered with an error that no repetition mends
 * @param unanswered items that were sent without ever being acknowledged
 * @param requests answered requests
 * @param retries further attempts
 * @param replays requests whose first attempt turned out to have been carried out
 * @param latency microseconds from when a request was due (or first sent, without a rate) to its answer
 * @param troubles the first things that went wrong, in words
 */
public record LoadReport(
        long accepted,
        long duplicates,
        long rejected,
        long refused,
        long unanswered,
        long requests,
        long retries,
        long replays,
        Duration elapsed,
        Histogram latency,
        List<String> troubles) {

    /**
     * Items of which the system said that it has them, whichever attempt brought them; of those that a source tells twice both
     * count.
     */
    public long acknowledged() {
        return accepted + duplicates;
    }

    /** Every item that was sent has been answered for. */
    public boolean isComplete() {
        return refused == 0 && unanswered == 0;
    }

    public long items() {
        return accepted + duplicates + rejected;
    }

    public double itemsPerSecond() {
        return perSecond(items());
    }

    public double requestsPerSecond() {
        return perSecond(requests);
    }

    private double perSecond(long count) {
        return elapsed.isZero() ? 0 : count * 1e9 / elapsed.toNanos();
    }
}
