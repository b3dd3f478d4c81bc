package io.rastro.sinks.kafka;

import io.rastro.protocol.courier.CourierGeofenceCodec;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The topics that entities' events go to, each with the id of its schema in the registry. */
public record EgressTopics(Topic positions, Topic geofences, Topic orders, Map<PixKind, Topic> pix, Topic pixSignals) {

    /** @param schemaId the registry's id of the values' schema */
    public record Topic(String name, int schemaId) {}

    public EgressTopics {
        pix = Map.copyOf(pix);
        if (pix.size() < PixKind.values().length) {
            throw new IllegalArgumentException("each kind of Pix item has a topic");
        }
    }

    /**
     * Registers the schema of each topic under {@code <topic>-value}. Blocks.
     *
     * @throws SchemaRegistry.IncompatibleSchemaException as {@link SchemaRegistry#register} does
     */
    public static EgressTopics register(TopicNames names, SchemaRegistry registry) {
        Map<PixKind, Topic> pix = new EnumMap<>(PixKind.class);
        for (PixKind kind : PixKind.values()) {
            pix.put(kind, register(registry, names.of(kind), TracedPixCodec.SCHEMA));
        }
        return new EgressTopics(
                register(registry, names.positions(), CourierPositionCodec.SCHEMA),
                register(registry, names.geofences(), CourierGeofenceCodec.SCHEMA),
                register(registry, names.orders(), CourierOrderCodec.SCHEMA),
                pix,
                register(registry, names.pixSinais(), TracedPixSignalCodec.SCHEMA));
    }

    private static Topic register(SchemaRegistry registry, String topic, Schema schema) {
        return new Topic(topic, registry.register(topic, schema));
    }

    /** What they are called in the registry. */
    public List<String> subjects() {
        return Stream.of(
                        Stream.of(positions, geofences, orders),
                        Stream.of(PixKind.values()).map(this::of),
                        Stream.of(pixSignals))
                .flatMap(topics -> topics)
                .map(topic -> topic.name() + "-value")
                .toList();
    }

    Topic of(PixKind kind) {
        return Objects.requireNonNull(pix.get(kind));
    }
}
