package io.rastro.proving.bench;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.system.Backlog;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One phase of a benchmark.
 *
 * @param before how far behind the sinks were when it began
 * @param after and when the last post was answered
 * @param unpublished accepted positions that were not in Kafka at that time
 * @param drained how long after the last post the sinks had everything; null when they had not in time
 * @param cpuSeconds of each process while it ran
 */
public record PhaseReport(
        String name,
        int connections,
        int batch,
        LoadReport load,
        Backlog.Reading before,
        Backlog.Reading after,
        long unpublished,
        @Nullable Duration drained,
        Map<String, Double> cpuSeconds) {

    /** Records that each sink committed while the posts ran, per second: what would go on for ever. */
    public Map<String, Double> sunkPerSecond() {
        double seconds = load.elapsed().toNanos() / 1e9;
        Map<String, Double> rates = new TreeMap<>();
        for (String group : after.groups().keySet()) {
            long records = after.of(group).committed() - before.of(group).committed();
            rates.put(group, seconds == 0 ? 0 : records / seconds);
        }
        return rates;
    }
}
