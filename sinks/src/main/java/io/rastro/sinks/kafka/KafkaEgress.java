package io.rastro.sinks.kafka;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.Egress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of the entities into the topics, one record an item, keyed by the entity's id: what of an event goes where say its
 * {@link Records}.
 *
 * <p>At least once, and per key in the order of the journal: a record is stored only after all that were offered before
 * it on the same {@link KafkaLine line}. A line whose producer failed is never used again; after a back-off the next one
 * begins, with nothing taken over, and the entities begin on it where their acknowledgements ended.
 *
 * <p>While Kafka is away nothing fails: the producer waits, the queue fills up, offers are refused. Memory is bounded by
 * the queue (journal events) and the producer's buffer (bytes).
 */
public final class KafkaEgress implements Egress {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEgress.class);

    private final ActorSystem<?> system;
    private final KafkaSettings kafka;
    private final EgressSettings settings;
    private final EventRecords records;
    private final EgressMeters meters;
    private volatile KafkaLine line;
    private volatile boolean draining;
    private int failures;

    private KafkaEgress(
            ActorSystem<?> system,
            KafkaSettings kafka,
            EgressSettings settings,
            EventRecords records,
            MeterRegistry registry) {
        this.system = system;
        this.kafka = kafka;
        this.settings = settings;
        this.records = records;
        this.meters = EgressMeters.in(registry);
        this.line = newLine();
        Gauge.builder("rastro.egress.queue", () -> line.queued())
                .description("journal events that wait for the producer")
                .register(registry);
    }

    public static KafkaEgress start(
            ActorSystem<?> system,
            KafkaSettings kafka,
            EgressSettings settings,
            EgressTopics topics,
            MeterRegistry registry) {
        return start(system, kafka, settings, EventRecords.to(topics), registry);
    }

    /** @param records of every event that is offered */
    public static KafkaEgress start(
            ActorSystem<?> system,
            KafkaSettings kafka,
            EgressSettings settings,
            EventRecords records,
            MeterRegistry registry) {
        return new KafkaEgress(system, kafka, settings, records, registry);
    }

    @Override
    public Line line() {
        return line;
    }

    /**
     * Takes nothing more, publishes what was taken, and ends within the drain time-out whatever happens: what is then
     * not published stays unacknowledged.
     */
    public CompletionStage<Done> drain() {
        draining = true;
        return line.drain(settings.drainTimeout());
    }

    private KafkaLine newLine() {
        return KafkaLine.open(system, kafka, settings, records, meters, this::replace);
    }

    private synchronized void replace(KafkaLine broken, Throwable cause) {
        if (draining) {
            return;
        }
        failures = broken.hasPublished() ? 0 : failures + 1;
        Duration delay = backoff(failures);
        LOG.warn("the line to Kafka broke, the next one opens in {} ms: {}", delay.toMillis(), cause.toString());
        system.scheduler().scheduleOnce(delay, this::openNext, system.executionContext());
    }

    private synchronized void openNext() {
        if (draining) {
            return;
        }
        try {
            line = newLine();
        } catch (RuntimeException cannotOpen) {
            replace(line, cannotOpen);
        }
    }

    /** Doubles with each failure in a row up to the maximum; a random fifth more, so that nodes do not come at once. */
    private Duration backoff(int failuresInARow) {
        long doubled = settings.minBackoff().toMillis() << Math.min(failuresInARow, 20);
        long bounded = Math.min(doubled, settings.maxBackoff().toMillis());
        return Duration.ofMillis(
                bounded + (long) (bounded * 0.2 * ThreadLocalRandom.current().nextDouble()));
    }
}
