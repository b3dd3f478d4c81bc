package io.rastro.proving.bench;

import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.proving.system.BacklogException;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.kafka.ValueReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes on topic {@code pix.sinais} from now on, on a thread of its own, and measures how soon it came. What a
 * record says is looked at afterwards: the first look asks the registry for a schema, and what comes meanwhile would be
 * late by that.
 */
final class SignalTail implements AutoCloseable {

    private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_RECORDS = 1_000_000;

    private record Came(byte[] value, long atNanos) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final ValueReader<TracedPixSignal> values;
    private final Map<String, Long> dueNanos = new HashMap<>();
    private final List<Came> all = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private final Thread thread = new Thread(this::readOn, "bench-signals");

    /** Blocks until it stands at the end of each partition. */
    SignalTail(String bootstrap, SchemaRegistry registry) {
        this.values = ValueReader.ofPixSignals(registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(TopicNames.USUAL.pixSinais()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        thread.start();
    }

    /** An event with this endToEndId is about to be sent. */
    synchronized void due(String endToEndId, long atNanos) {
        dueNanos.put(endToEndId, atNanos);
    }

    /** @throws BacklogException when something kept it from reading on */
    synchronized Histogram latency() {
        if (failure != null) {
            throw new BacklogException("the signals could not be read", failure);
        }
        Histogram latency = new Histogram(MAX_LATENCY_MICROS, 3);
        for (Came each : all) {
            Long due = dueOf(each.value());
            if (due != null) {
                long micros = TimeUnit.NANOSECONDS.toMicros(each.atNanos() - due);
                latency.recordValue(Math.max(0, Math.min(MAX_LATENCY_MICROS, micros)));
            }
        }
        return latency;
    }

    private @Nullable Long dueOf(byte[] value) {
        try {
            return dueNanos.get(values.read(value).item().endToEndId());
        } catch (ValueReader.UnreadableException laterVersion) {
            return null; // not of this load
        }
    }

    private void readOn() {
        try (consumer) {
            while (!Thread.interrupted()) {
                came(consumer.poll(POLL), System.nanoTime());
            }
        } catch (WakeupException closed) {
            // by close()
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private synchronized void failed(RuntimeException why) {
        failure = why;
    }

    private synchronized void came(ConsumerRecords<String, byte[]> records, long atNanos) {
        if (all.size() + records.count() > MAX_RECORDS) {
            throw new BacklogException("more than " + MAX_RECORDS + " signals came");
        }
        records.forEach(record -> all.add(new Came(record.value(), atNanos)));
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
