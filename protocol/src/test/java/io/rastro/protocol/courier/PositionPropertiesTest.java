package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.Bodies.positions;
import static io.rastro.protocol.courier.Bodies.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.UnreadableBodyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any position survives every form it is given, and no bytes at all bring a reader down. */
class PositionPropertiesTest {

    @Property
    void survivesEveryBody(@ForAll("batches") List<Position> batch) throws IOException, UnreadableBodyException {
        assertThat(positions(read(BodyFormat.JSON, array(batch)))).isEqualTo(batch);
        assertThat(positions(read(BodyFormat.NDJSON, lines(batch)))).isEqualTo(batch);
        assertThat(positions(read(BodyFormat.AVRO, PositionsAvro.writeContainer(batch))))
                .isEqualTo(batch);
    }

    @Property
    void survivesTopicAndJournal(@ForAll("batches") List<Position> batch, @ForAll long seqNr, @ForAll int index)
            throws IOException {
        var reader = CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA);
        var serializer = new JournalSerializer();
        for (Position position : batch) {
            var traced = new TracedPosition("c@1", seqNr, index, Samples.RECEIVED_AT, position.markedLate());
            byte[] value = CourierPositionCodec.toConfluent(1, traced);
            assertThat(reader.read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES))
                    .isEqualTo(traced);
        }
        var event = new PositionsRecorded(Samples.RECEIVED_AT, seqNr, seqNr, null, batch);
        assertThat(serializer.fromBinary(serializer.toBinary(event), serializer.manifest(event)))
                .isEqualTo(event);
    }

    @Property
    void takesAnyBytes(@ForAll BodyFormat format, @ForAll @Size(max = 300) byte[] body) {
        readOrRefuse(format, body);
    }

    @Property(tries = 3000)
    void takesAnyDamage(
            @ForAll BodyFormat format,
            @ForAll("batches") List<Position> batch,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 100_000) Integer> places,
            @ForAll byte damage)
            throws IOException {
        byte[] body =
                switch (format) {
                    case JSON -> array(batch);
                    case NDJSON -> lines(batch);
                    case AVRO -> PositionsAvro.writeContainer(batch);
                };
        for (int place : places) {
            body[place % body.length] = (byte) (damage + place);
        }
        readOrRefuse(format, body);
    }

    @Property(tries = 3000)
    void takesAnyTextThatLooksLikeJson(@ForAll("jsonish") String text, @ForAll("formats") BodyFormat format) {
        readOrRefuse(format, text.getBytes(UTF_8));
    }

    @Provide
    Arbitrary<BodyFormat> formats() {
        return Arbitraries.of(BodyFormat.JSON, BodyFormat.NDJSON);
    }

    @Provide
    Arbitrary<String> jsonish() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"lat\"",
                        "\"lon\"",
                        "\"fixedAt\"",
                        "\"attributes\"",
                        "\"x\"",
                        "\"orderId\"",
                        "1",
                        "-1e9",
                        "NaN",
                        "null",
                        "true",
                        "\n",
                        "\"",
                        "\\u",
                        "/*",
                        "1795248930123")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Position>> batches() {
        Arbitrary<Long> fixedAt = Arbitraries.longs().between(946_684_800_000L, Samples.RECEIVED_AT + 86_400_000L);
        Arbitrary<Double> lat =
                Arbitraries.doubles().between(-90, 90).ofScale(9).map(d -> d + 0.0);
        Arbitrary<Double> lon =
                Arbitraries.doubles().between(-180, 180).ofScale(9).map(d -> d + 0.0);
        Arbitrary<Double> metres = Arbitraries.doubles()
                .between(0, Double.MAX_VALUE)
                .map(d -> d + 0.0)
                .injectNull(0);
        Arbitrary<Double> known = Arbitraries.oneOf(metres, Arbitraries.just(Double.NaN));
        Arbitrary<Double> upTo100 = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 100).map(d -> d + 0.0), Arbitraries.just(Double.NaN));
        Arbitrary<String> text = Arbitraries.strings()
                .ofMaxLength(60)
                .filter(s -> UTF_8.newEncoder().canEncode(s));
        Arbitrary<Map<String, String>> attributes = Arbitraries.maps(text, text).ofMaxSize(5);
        return Combinators.combine(fixedAt, lat, lon, known, known, upTo100, upTo100, text.injectNull(0.5))
                .as((at, y, x, accuracy, speed, bearing, battery, order) ->
                        new Position(at, y, x, accuracy, speed, bearing, accuracy, battery, order, Map.of(), false))
                .flatMap(p -> attributes.map(a -> new Position(
                        p.fixedAtMillis(),
                        p.lat(),
                        p.lon(),
                        p.accuracyM(),
                        p.speedMps(),
                        p.bearingDeg(),
                        p.altitudeM(),
                        p.batteryPct(),
                        p.orderId(),
                        a,
                        false)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static void readOrRefuse(BodyFormat format, byte[] body) {
        try {
            assertThat(read(format, body).rejections())
                    .allSatisfy(rejection -> assertThat(rejection.reason()).isNotBlank());
            Bodies.readGateway(format, body);
        } catch (UnreadableBodyException refused) {
            assertThat(refused.getMessage()).startsWith("the ");
        }
    }

    private static byte[] array(List<Position> positions) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = PositionJson.FACTORY.createGenerator(bytes)) {
            out.writeStartArray();
            for (Position position : positions) {
                PositionJson.write(position, out);
            }
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static byte[] lines(List<Position> positions) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Position position : positions) {
            try (JsonGenerator out = PositionJson.FACTORY.createGenerator(bytes)) {
                out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                PositionJson.write(position, out);
            }
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }
}
