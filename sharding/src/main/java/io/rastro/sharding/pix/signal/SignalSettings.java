package io.rastro.sharding.pix.signal;

import com.typesafe.config.Config;
import java.time.ZoneId;

/**
 * Limits of the signals.
 *
 * @param zone in which it is night
 * @param nightCentavos paid in one night
 * @param minutePayments in a minute
 * @param hourCentavos paid in an hour
 * @param dayCentavos paid in 24 h
 * @param timesUsual an hour's payments or centavos against the mean of its hours before
 * @param usualHours in which it has paid, so that its past is long enough to be compared with
 * @param usualPayments in an hour, below which that is not looked at
 * @param newCounterpartyCentavos of a first payment to somebody
 * @param smallCentavos up to which a payment is small
 * @param smallPayments in an hour, before a large one
 * @param largeTimes how many times the mean of those a large one is
 * @param returnedShare of a day's payments and receipts that were returned, above 0 to 1
 * @param returnedLeast returns in a day, below which that is not looked at
 */
public record SignalSettings(
        ZoneId zone,
        long nightCentavos,
        long minutePayments,
        long hourCentavos,
        long dayCentavos,
        double timesUsual,
        int usualHours,
        long usualPayments,
        long newCounterpartyCentavos,
        long smallCentavos,
        long smallPayments,
        double largeTimes,
        double returnedShare,
        long returnedLeast) {

    public SignalSettings {
        require(nightCentavos > 0 && hourCentavos > 0 && dayCentavos > 0, "limits in centavos must be above 0");
        require(newCounterpartyCentavos > 0 && smallCentavos > 0, "limits in centavos must be above 0");
        require(
                minutePayments > 0 && usualPayments > 0 && smallPayments > 0 && returnedLeast > 0,
                "counts must be above 0");
        require(timesUsual > 1 && largeTimes > 1, "times-usual and large-times must be above 1");
        require(usualHours > 0, "usual-hours must be above 0");
        require(returnedShare > 0 && returnedShare <= 1, "returned-share must lie in (0, 1]");
    }

    public static SignalSettings from(Config config) {
        return new SignalSettings(
                ZoneId.of(config.getString("zone")),
                config.getLong("night-centavos"),
                config.getLong("minute-payments"),
                config.getLong("hour-centavos"),
                config.getLong("day-centavos"),
                config.getDouble("times-usual"),
                config.getInt("usual-hours"),
                config.getLong("usual-payments"),
                config.getLong("new-counterparty-centavos"),
                config.getLong("small-centavos"),
                config.getLong("small-payments"),
                config.getDouble("large-times"),
                config.getDouble("returned-share"),
                config.getLong("returned-least"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("rastro.pix.signals: " + otherwise);
        }
    }
}
