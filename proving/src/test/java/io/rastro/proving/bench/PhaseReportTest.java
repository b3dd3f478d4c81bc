package io.rastro.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.system.Backlog.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PhaseReportTest {

    @Test
    void aSinkThatFallsBehindCommitsLessThanIsWritten() {
        Reading before = new Reading(1_000, Map.of("keepsUp", 100L, "fallsBehind", 0L));
        Reading after = new Reading(21_000, Map.of("keepsUp", 100L, "fallsBehind", 5_000L));
        assertThat(phase(before, after).sunkPerSecond()).isEqualTo(Map.of("keepsUp", 2_000.0, "fallsBehind", 1_500.0));
    }

    private static PhaseReport phase(Reading before, Reading after) {
        LoadReport load =
                new LoadReport(20_000, 0, 0, 0, 0, 400, 0, 0, Duration.ofSeconds(10), new Histogram(3), List.of());
        return new PhaseReport("batches", 1, 50, load, before, after, 0, Duration.ZERO, Map.of());
    }
}
