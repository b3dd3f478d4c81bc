package io.rastro.sinks.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the egress counts. */
public record EgressMeters(Counter events, Counter positions, Counter pixItems, Counter refused, Counter broken) {

    static EgressMeters in(MeterRegistry registry) {
        return new EgressMeters(
                Counter.builder("rastro.egress.events")
                        .description("journal events that Kafka has")
                        .register(registry),
                Counter.builder("rastro.egress.positions")
                        .description("positions that Kafka has")
                        .register(registry),
                Counter.builder("rastro.egress.pix.items")
                        .description("items of Pix accounts that Kafka has")
                        .register(registry),
                Counter.builder("rastro.egress.refused")
                        .description("offers that found the queue full or the line broken")
                        .register(registry),
                Counter.builder("rastro.egress.lines.broken")
                        .description("producers that failed and were replaced")
                        .register(registry));
    }
}
