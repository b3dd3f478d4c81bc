package io.rastro.proving.chaos;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.VerifyReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run.
 *
 * @param faults what was done, in order
 * @param loads single posts, batches, the gateway's
 * @param drained how long after the last fault the sinks took to have everything; null when they did not in time
 * @param verified the ledger against every store
 * @param peakResident most memory of each process, bytes
 */
public record ChaosReport(
        long seed,
        Duration elapsed,
        List<Done> faults,
        List<LoadReport> loads,
        @Nullable Duration drained,
        VerifyReport verified,
        Map<String, Long> peakResident) {

    /**
     * A fault that was.
     *
     * @param detail more about it, or nothing
     * @param acceptedAfter from its end (of a killed process: its death) until positions are recorded without a break;
     *     null when they were not within a minute
     */
    public record Done(
            Schedule.Planned planned,
            String detail,
            @Nullable Duration acceptedAfter) {}

    public long acknowledged() {
        return loads.stream().mapToLong(LoadReport::accepted).sum();
    }

    /** Positions that a client never heard of, or was refused for good. */
    public long unanswered() {
        return loads.stream()
                .mapToLong(load -> load.unanswered() + load.refused())
                .sum();
    }

    /** Stored, and neither acknowledged nor sent by a client that did not hear the answer: such as what was rejected. */
    public long extra() {
        return verified.stores().stream().mapToLong(StoreFigures::extra).sum();
    }

    public boolean isGood() {
        return verified.isGood()
                && extra() == 0
                && unanswered() == 0
                && drained != null
                && faults.stream().allMatch(fault -> fault.acceptedAfter() != null);
    }
}
