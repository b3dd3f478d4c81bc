package io.rastro.proving.bench;

import io.rastro.proving.load.LoadReport;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What the watchers of couriers saw of the positions that were posted meanwhile.
 *
 * @param load the posts themselves
 * @param latency microseconds from the instant a post was due by the schedule to its frame, so that whatever holds up
 *     the posts counts as well
 * @param expected accepted positions: a frame for each of their watchers
 * @param missing of these, how many had not come some seconds after the last post
 * @param outOfOrder frames that came after the frame of a later post
 * @param duplicates frames of positions that had been seen
 * @param lagging frames that say that others were left out
 * @param troubles the first things that went wrong, in words
 */
public record LiveReport(
        LiveSettings settings,
        LoadReport load,
        Histogram latency,
        long expected,
        long missing,
        long outOfOrder,
        long duplicates,
        long lagging,
        List<String> troubles) {

    /** Every accepted position was seen once, in its order. */
    public boolean isExact() {
        return load.isComplete() && missing == 0 && outOfOrder == 0 && duplicates == 0;
    }
}
