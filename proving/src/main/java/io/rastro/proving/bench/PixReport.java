package io.rastro.proving.bench;

import io.rastro.proving.load.LoadReport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What was measured of Pix accounts.
 *
 * @param singles single events of many accounts, as fast as the answers come
 * @param hot single events of one account, at {@link PixPhases#HOT_RATE} a second whatever the answers do
 * @param told single events of a few accounts on schedule, while their signals were read
 * @param signals microseconds from the instant an event was due to each of its signals in a consumer's hands
 */
public record PixReport(LoadReport singles, LoadReport hot, LoadReport told, Histogram signals) {

    /** Every event was recorded, and something was told of some. */
    public boolean isComplete() {
        return Stream.of(singles, hot, told).allMatch(load -> load.isComplete() && load.rejected() == 0)
                && signals.getTotalCount() > 0;
    }
}
