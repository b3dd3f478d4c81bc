package io.rastro.proving.chaos;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.VerifyReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run.
 *
 * @param faults what was done, in order
 * @param loads of positions: single posts, batches, the gateway's
 * @param pixLoads of Pix events; none without accounts
 * @param drained how long after the last fault the sinks took to have everything; null when they did not in time
 * @param verified the ledger against every store
 * @param peakResident most memory of each process, bytes
 */
public record ChaosReport(
        long seed,
        Duration elapsed,
        List<Done> faults,
        List<LoadReport> loads,
        List<LoadReport> pixLoads,
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

    /** All of them. */
    public List<LoadReport> everyLoad() {
        return Stream.concat(loads.stream(), pixLoads.stream()).toList();
    }

    /** Items that a client never heard of, or was refused for good. */
    public static long unanswered(List<LoadReport> loads) {
        return loads.stream()
                .mapToLong(load -> load.unanswered() + load.refused())
                .sum();
    }

    /** See {@link LoadReport#acknowledged}. */
    public static long acknowledged(List<LoadReport> loads) {
        return loads.stream().mapToLong(LoadReport::acknowledged).sum();
    }

    /** Where nothing was recorded nothing was proven. */
    private static boolean isProven(List<LoadReport> loads) {
        return loads.isEmpty() || acknowledged(loads) > 0;
    }

    public boolean isGood() {
        return verified.isGood()
                // Nobody else tells it anything, so what is there was rejected, or came from nowhere.
                && verified.extra() == 0
                && unanswered(everyLoad()) == 0
                && isProven(loads)
                && isProven(pixLoads)
                && drained != null
                && faults.stream().allMatch(fault -> fault.acceptedAfter() != null);
    }
}
