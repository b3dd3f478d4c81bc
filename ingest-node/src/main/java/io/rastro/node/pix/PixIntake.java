package io.rastro.node.pix;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sharding.pix.PixReply.Recorded;

/** Counts what becomes of Pix events: the one place that every taken or refused one passes. */
final class PixIntake {

    private final Counter accepted;
    private final Counter duplicates;
    private final Counter violations;
    private final Counter rejected;

    PixIntake(MeterRegistry registry) {
        this.accepted = counter(registry, "accepted");
        this.duplicates = counter(registry, "duplicate");
        this.violations = counter(registry, "violation");
        this.rejected = counter(registry, "rejected");
    }

    /** What violates a rule counts as that, and besides as accepted or duplicate when it was a fact. */
    void recorded(Recorded recorded) {
        accepted.increment(recorded.accepted());
        duplicates.increment(recorded.duplicates());
        violations.increment(recorded.broken().size());
    }

    void rejected(int events) {
        if (events > 0) {
            rejected.increment(events);
        }
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("rastro.pix.events")
                .description("Pix events by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
