package io.rastro.protocol.courier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.Golden;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** What earlier releases and clients wrote outside the journal stays readable, and what this one writes stays as it is. */
class GoldenTest {

    /** Versions of the topic's schema that were released; the newest is the present one. */
    private static final int TOPIC_VERSIONS = 1;

    @Test
    void topicStaysReadableBothWays() {
        String present = CourierPositionCodec.SCHEMA.toString(true) + "\n";
        for (int version = 1; version <= TOPIC_VERSIONS; version++) {
            byte[] golden = Golden.bytes("courier.positions.v" + version + ".avsc", present.getBytes(UTF_8));
            Schema released = new Schema.Parser().parse(new String(golden, UTF_8));
            Golden.assertCanRead(CourierPositionCodec.SCHEMA, released);
            Golden.assertCanRead(released, CourierPositionCodec.SCHEMA);
            if (version == TOPIC_VERSIONS) {
                assertThat(CourierPositionCodec.SCHEMA)
                        .as("a changed topic schema is a new version: raise TOPIC_VERSIONS")
                        .isEqualTo(released);
            }
        }
    }

    @Test
    void topicStaysAsItIsByteForByte() {
        byte[] value = CourierPositionCodec.toConfluent(7, Samples.TRACED);
        byte[] golden = Golden.bytes("courier.positions.v" + TOPIC_VERSIONS + ".bin", value);

        assertThat(value).isEqualTo(golden);
        assertThat(CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA)
                        .read(golden, ConfluentFormat.HEADER_BYTES, golden.length - ConfluentFormat.HEADER_BYTES))
                .isEqualTo(Samples.TRACED);
    }

    @Test
    void ordersTopicStaysAsItIs() {
        byte[] value = CourierOrderCodec.toConfluent(7, Samples.TRACED_CHANGE);
        byte[] golden = Golden.bytes("courier.orders.v1.bin", value);
        byte[] schema = Golden.bytes(
                "courier.orders.v1.avsc", (CourierOrderCodec.SCHEMA.toString(true) + "\n").getBytes(UTF_8));

        assertThat(value).isEqualTo(golden);
        assertThat(CourierOrderCodec.SCHEMA).isEqualTo(new Schema.Parser().parse(new String(schema, UTF_8)));
        assertThat(CourierOrderCodec.Reader.of(CourierOrderCodec.SCHEMA)
                        .read(golden, ConfluentFormat.HEADER_BYTES, golden.length - ConfluentFormat.HEADER_BYTES))
                .isEqualTo(Samples.TRACED_CHANGE);
    }

    @Test
    void geofencesTopicStaysAsItIs() {
        GeofenceCrossing crossing = Samples.RECORDED.crossings().get(0);
        byte[] value = CourierGeofenceCodec.toConfluent(7, Samples.TRACED, crossing);
        byte[] schema = Golden.bytes(
                "courier.geofences.v1.avsc", (CourierGeofenceCodec.SCHEMA.toString(true) + "\n").getBytes(UTF_8));

        assertThat(value).isEqualTo(Golden.bytes("courier.geofences.v1.bin", value));
        assertThat(CourierGeofenceCodec.SCHEMA)
                .as(
                        "a changed topic schema is a new version: keep the one before it and prove that each reads the other")
                .isEqualTo(new Schema.Parser().parse(new String(schema, UTF_8)));
    }

    @Test
    void aGenericReaderReadsTheGeofencesTopic() throws IOException {
        GeofenceCrossing crossing = Samples.RECORDED.crossings().get(0);
        byte[] value = CourierGeofenceCodec.toConfluent(7, Samples.TRACED, crossing);

        GenericData.Record read = new GenericDatumReader<GenericData.Record>(CourierGeofenceCodec.SCHEMA)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        value,
                                        ConfluentFormat.HEADER_BYTES,
                                        value.length - ConfluentFormat.HEADER_BYTES,
                                        null));

        assertThat(read.get("eventId")).hasToString("courier~c-17~42~3~loja-1~dwell");
        assertThat(read.get("geofenceId")).hasToString("loja-1");
        assertThat(read.get("kind")).hasToString("dwell");
        assertThat(read.get("fixedAt")).isEqualTo(Samples.FULL.fixedAtMillis());
        assertThat(read.get("lat")).isEqualTo(Samples.FULL.lat());
        assertThat(read.get("orderId")).hasToString("order-1");
    }

    @Test
    void readsContainersOfEarlierClients() throws UnreadableBodyException {
        List<Position> sent = List.of(Samples.FULL, Samples.BARE);
        byte[] golden = Golden.bytes("courier.ingest.v1.avro", PositionsAvro.writeContainer(Map.of("c-17", sent)));

        PositionBatch read = Bodies.readGateway(BodyFormat.AVRO, golden);

        assertThat(read.rejections()).isEmpty();
        assertThat(read.couriers().get(0).courierId()).isEqualTo("c-17");
        assertThat(read.couriers().get(0).positions().stream().map(Position::markedLate))
                .containsExactlyElementsOf(
                        sent.stream().map(Position::markedLate).toList());
    }

    @Test
    void ingestSchemaIsAReadableSubsetOfTheTopics() {
        Schema ingest = AvroSchemas.load("courier/Position");

        assertThat(ingest.getFields())
                .allSatisfy(field -> assertThat(CourierPositionCodec.SCHEMA.getField(field.name()))
                        .as(field.name())
                        .isNotNull());
    }
}
