package io.rastro.node.positions;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of positions: the one place that every taken or refused position passes. */
final class Intake {

    private final Counter accepted;
    private final Counter duplicates;
    private final Counter rejected;

    Intake(MeterRegistry registry) {
        this.accepted = counter(registry, "accepted");
        this.duplicates = counter(registry, "duplicate");
        this.rejected = counter(registry, "rejected");
    }

    void recorded(int newOnes, int knownOnes) {
        accepted.increment(newOnes);
        duplicates.increment(knownOnes);
    }

    void rejected(int positions) {
        if (positions > 0) {
            rejected.increment(positions);
        }
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("rastro.positions")
                .description("positions by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
