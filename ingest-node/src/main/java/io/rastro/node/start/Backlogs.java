package io.rastro.node.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sharding.outbox.OutboxBacklog;

/** What the entities of a node have journaled and Kafka has not acknowledged, by kind, and its gauges. */
record Backlogs(OutboxBacklog couriers, OutboxBacklog pix) {

    static Backlogs in(MeterRegistry meters) {
        Backlogs backlogs = new Backlogs(new OutboxBacklog(), new OutboxBacklog());
        Gauge.builder("rastro.couriers.active", backlogs.couriers::entities)
                .description("couriers that are in the memory of this node and have recovered")
                .register(meters);
        Gauge.builder("rastro.pix.accounts.active", backlogs.pix::entities)
                .description("Pix accounts that are in the memory of this node and have recovered")
                .register(meters);
        Gauge.builder("rastro.outbox.unpublished.events", () -> backlogs.couriers.events() + backlogs.pix.events())
                .description("events that the entities of this node have journaled and Kafka has not acknowledged")
                .register(meters);
        Gauge.builder(
                        "rastro.outbox.oldest",
                        () -> Math.max(backlogs.couriers.oldestSeconds(), backlogs.pix.oldestSeconds()))
                .baseUnit("seconds")
                .description("how long the oldest event that Kafka has not acknowledged has waited; 0: none waits")
                .register(meters);
        return backlogs;
    }
}
