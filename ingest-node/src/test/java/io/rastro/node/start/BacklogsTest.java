package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class BacklogsTest {

    @Test
    void gaugesGoOnAfterAGarbageCollectionThoughNobodyHoldsWhatTheyAreOf() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Backlogs.in(meters);

        System.gc();

        assertThat(meters.getMeters())
                .hasSize(4)
                .allSatisfy(
                        meter -> assertThat(meter.measure().iterator().next().getValue())
                                .as(meter.getId().getName())
                                .isZero());
    }
}
