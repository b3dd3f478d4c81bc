package io.rastro.node.playback;

import java.time.Duration;

/**
 * How fast a history is played.
 *
 * @param speed seconds of history in a second
 * @param longestGap what lies between two positions takes no longer than this; the rest of it is skipped
 * @param mostBehind how far it catches up when the reader or the table was slow; what goes beyond is played later
 * @param heartbeat when nothing was shown for this long
 */
record Pace(double speed, Duration longestGap, Duration mostBehind, Duration heartbeat) {

    static Pace of(double speed) {
        return new Pace(speed, longestGap(speed), Duration.ofMillis(500), Duration.ofSeconds(15));
    }

    /** Five minutes of history, as fast as the rest, or half a minute when that is longer: a courier that reports rarely is true to its pace. */
    private static Duration longestGap(double speed) {
        return Duration.ofMillis((long) Math.max(30_000, 300_000 / speed));
    }

    /** How long to wait, in nanoseconds, for what was fixed so many milliseconds later. */
    long nanosOf(long millis) {
        return (long) Math.min(longestGap.toNanos(), Math.max(0, millis) * 1e6 / speed);
    }
}
