package io.rastro.proving.bench;

import java.time.Duration;

/**
 * How to measure Pix accounts.
 *
 * @param accounts of the first phase; 0: nothing is measured of them
 * @param duration of each of the three phases
 */
public record PixSettings(int accounts, Duration duration) {

    public boolean isSkipped() {
        return accounts == 0 || duration.isZero();
    }
}
