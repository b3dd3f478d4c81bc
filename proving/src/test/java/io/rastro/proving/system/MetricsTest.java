package io.rastro.proving.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void addsUpTheSamplesOfAName() {
        Metrics metrics = Metrics.parse("""
                # HELP rastro_sink_lag records behind
                # TYPE rastro_sink_lag gauge
                rastro_sink_lag{sink="table",} 3.0
                rastro_sink_lag{sink="a } in it"} 4 1700000000
                rastro_egress_queue 1.0E3

                """);
        assertThat(metrics.sum("rastro_sink_lag")).hasValue(7);
        assertThat(metrics.sum("rastro_egress_queue")).hasValue(1000);
        assertThat(metrics.sum("other")).isEmpty();
    }
}
