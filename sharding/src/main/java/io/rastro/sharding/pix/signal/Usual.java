package io.rastro.sharding.pix.signal;

/**
 * What an account pays in an hour in which it pays, as its own past has it: a mean in which those long ago count less. The hour that is running is not in it yet. Immutable.
 *
 * @param hour number of the running hour since 1970; {@link Long#MIN_VALUE} before the first payment
 * @param count in the running hour
 * @param centavos in the running hour
 * @param hours how many it is the mean of
 * @param meanCount payments an hour
 * @param meanCentavos centavos an hour
 */
record Usual(long hour, long count, long centavos, long hours, double meanCount, double meanCentavos) {

    static final Usual NONE = new Usual(Long.MIN_VALUE, 0, 0, 0, 0, 0);

    private static final long HOUR = 3_600_000;
    /** Hours; what is longer ago counts ever less. */
    private static final long REMEMBERED = 168;

    Usual plus(long atMillis, long more) {
        long at = Math.floorDiv(atMillis, HOUR);
        if (hour == Long.MIN_VALUE) {
            return new Usual(at, 1, more, 0, 0, 0);
        }
        if (at <= hour) { // what comes late changes the running hour only if it is of that
            return at < hour ? this : new Usual(hour, count + 1, centavos + more, hours, meanCount, meanCentavos);
        }
        Usual passed = withTheHour();
        return new Usual(at, 1, more, passed.hours, passed.meanCount, passed.meanCentavos);
    }

    private Usual withTheHour() {
        double weight = 1.0 / Math.min(hours + 1, REMEMBERED);
        return new Usual(
                hour,
                count,
                centavos,
                hours + 1,
                meanCount + (count - meanCount) * weight,
                meanCentavos + (centavos - meanCentavos) * weight);
    }
}
