package io.rastro.sinks;

import akka.kafka.ConsumerSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** Gauge {@code rastro.sink.lag}: records that this node's consumer of a sink has still to read, over its partitions. */
public final class ConsumerLag {

    private volatile @Nullable Consumer<?, ?> consumer;

    private ConsumerLag() {}

    /** Measures whatever consumer these settings make, one after the other. */
    public static <K, V> ConsumerSettings<K, V> measured(
            ConsumerSettings<K, V> settings, String sink, MeterRegistry registry) {
        ConsumerLag lag = new ConsumerLag();
        Gauge.builder("rastro.sink.lag", lag::records)
                .tag("sink", sink)
                .description("records that the sink has still to read")
                .register(registry);
        return settings.withConsumerFactory(made -> {
            KafkaConsumer<K, V> consumer = new KafkaConsumer<>(
                    made.getProperties(),
                    made.keyDeserializerOpt().get(),
                    made.valueDeserializerOpt().get());
            lag.consumer = consumer;
            return consumer;
        });
    }

    private double records() {
        Consumer<?, ?> measured = consumer;
        if (measured == null) {
            return 0;
        }
        Map<String, Double> lags = new HashMap<>();
        for (Map.Entry<MetricName, ? extends Metric> metric : measured.metrics().entrySet()) {
            if (metric.getKey().name().equals("records-lag")
                    && metric.getValue().metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                // A topic whose name has dots is there twice, the second time with underscores (KIP-1109).
                lags.put(metric.getKey().tags().toString().replace('.', '_'), lag);
            }
        }
        return lags.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
