package io.rastro.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.load.LoadReport;
import io.rastro.proving.system.Backlog.Group;
import io.rastro.proving.system.Backlog.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PhaseReportTest {

    @Test
    void aSinkThatFallsBehindCommitsLessThanIsWritten() {
        Reading before = new Reading(Map.of("keepsUp", new Group(1_000, 100), "fallsBehind", new Group(1_000, 0)));
        Reading after = new Reading(Map.of("keepsUp", new Group(21_000, 100), "fallsBehind", new Group(21_000, 5_000)));
        assertThat(phase(before, after).sunkPerSecond()).isEqualTo(Map.of("keepsUp", 2_000.0, "fallsBehind", 1_500.0));
    }

    private static PhaseReport phase(Reading before, Reading after) {
        LoadReport load =
                new LoadReport(20_000, 0, 0, 0, 0, 400, 0, 0, Duration.ofSeconds(10), new Histogram(3), List.of());
        return new PhaseReport("batches", 1, 50, load, before, after, 0, Duration.ZERO, Map.of());
    }
}
