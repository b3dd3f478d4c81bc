package io.rastro.proving.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param live null when nobody was to watch, or when {@code liveFailure} says why nobody could
 * @param pix null when nothing was to be measured of Pix accounts
 * @param rawInsertsPerSecond what the driver alone writes into a table like the journal's
 */
public record BenchReport(
        List<PhaseReport> phases,
        @Nullable LiveReport live,
        @Nullable String liveFailure,
        @Nullable PixReport pix,
        double rawInsertsPerSecond) {

    /** Every post was answered for, the sinks caught up, and the watchers saw what they should. */
    public boolean isComplete() {
        return phases.stream().allMatch(phase -> phase.load().isComplete() && phase.drained() != null)
                && liveFailure == null
                && (live == null || live.isExact())
                && (pix == null || pix.isComplete());
    }
}
