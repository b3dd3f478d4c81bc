package io.rastro.proving.bench;

import java.time.Duration;

/**
 * How to measure.
 *
 * @param warmUp half of it with single posts, half with batches; a quarter as long again with watchers, and as long again with
 *     Pix accounts
 * @param duration of each phase but the watchers', which has its own
 * @param connections for single posts; half as many for batches
 * @param batch positions in a post of the second phase
 * @param drainPatience how long to wait after a phase until the sinks have everything
 */
public record BenchSettings(
        Duration warmUp,
        Duration duration,
        int couriers,
        int connections,
        int batch,
        Duration drainPatience,
        LiveSettings live,
        PixSettings pix) {}
