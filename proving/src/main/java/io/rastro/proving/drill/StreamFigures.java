package io.rastro.proving.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What the watchers saw of what was acknowledged.
 *
 * @param expected acknowledged positions of watched couriers: a frame each
 * @param missing of these, how many never came
 * @param doubled frames of what had been seen
 * @param wrong frames with another fix than the one that was acknowledged under that number
 * @param outOfOrder frames that came after the frame of a later position
 * @param lagging frames that say that others were left out
 * @param behind microseconds from a position's acknowledgement to its frame; 0 when the frame came first
 * @param longestSilence between two frames of a stream, heartbeats among them
 * @param longestApart from the end of a connection to the next one
 * @param ends how connections ended, by close code or reason
 * @param troubles the first things that went wrong, in words
 */
public record StreamFigures(
        int watchers,
        long expected,
        long missing,
        long doubled,
        long wrong,
        long outOfOrder,
        long lagging,
        Histogram behind,
        Duration longestSilence,
        Duration longestApart,
        Map<String, Long> ends,
        List<String> troubles) {

    /** Every acknowledged position was seen once, as it was posted, in its order. */
    public boolean isExact() {
        return missing == 0 && doubled == 0 && wrong == 0 && outOfOrder == 0;
    }
}
