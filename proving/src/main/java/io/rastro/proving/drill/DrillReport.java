package io.rastro.proving.drill;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.VerifyReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a drill.
 *
 * @param pix the load of the accounts; null without them
 * @param timeline what was done when
 * @param reasons how many attempts failed how, and when after what
 * @param samples requests that needed more than one retry, one by one
 * @param drained how long after the last post the sinks took to have everything; null when they did not in time
 * @param verified null when the ledger could not be compared
 * @param bounds what has to hold
 */
public record DrillReport(
        String name,
        DrillSettings settings,
        Duration elapsed,
        LoadReport load,
        @Nullable LoadReport pix,
        List<PhaseFigures> phases,
        StreamFigures streams,
        List<Measured> measured,
        List<String> timeline,
        List<String> reasons,
        List<String> samples,
        @Nullable Duration drained,
        @Nullable VerifyReport verified,
        List<Bound> bounds) {

    public DrillReport {
        phases = List.copyOf(phases);
        bounds = List.copyOf(bounds);
    }

    public boolean isGood() {
        return bounds.stream().allMatch(Bound::holds);
    }
}
