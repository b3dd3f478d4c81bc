package io.rastro.proving.drill;

import org.HdrHistogram.Histogram;

/**
 * The requests that were due in one phase.
 *
 * @param latency microseconds from when a request was due to its final answer, all attempts and waits in it
 * @param oneRetry requests that needed one
 * @param failed requests that needed more than one retry, or were never answered for
 */
public record PhaseFigures(Phase phase, Histogram latency, long requests, long oneRetry, long failed) {

    public double p50Millis() {
        return latency.getValueAtPercentile(50) / 1e3;
    }

    public double p99Millis() {
        return latency.getValueAtPercentile(99) / 1e3;
    }

    public double maxMillis() {
        return latency.getMaxValue() / 1e3;
    }
}
