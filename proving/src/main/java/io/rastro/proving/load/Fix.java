package io.rastro.proving.load;

/**
 * One position as a file or the simulation has it, unchecked: the system is to judge it. Numbers that are not known are
 * {@link Double#NaN}.
 *
 * @param line the line of the file, from 1; 0 when there is none
 */
public record Fix(
        String courierId,
        long fixedAtMillis,
        double lat,
        double lon,
        double altitudeM,
        double speedMps,
        double bearingDeg,
        double accuracyM,
        long line) {}
