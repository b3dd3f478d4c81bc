package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.Bodies.json;
import static io.rastro.protocol.courier.Bodies.positions;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.UnreadableBodyException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an item may hold. Every bad one stands between two good ones, which must come through. */
class PositionItemTest {

    private static final String GOOD = "{\"fixedAt\":\"2026-11-21T08:15:30.123Z\",\"lat\":-23.5,\"lon\":-46.6}";
    private static final String BASE = "'fixedAt':'2026-11-21T08:15:30.123Z','lat':-23.5,'lon':-46.6";
    private static final Position GOOD_POSITION = Position.of(Samples.FIXED_AT, -23.5, -46.6);

    @Test
    void readsEveryField() throws UnreadableBodyException {
        assertThat(accepted(BASE
                        + ",'accuracyM':4.5,'speedMps':8,'bearingDeg':271.5,'altitudeM':-3e1,'batteryPct':100,"
                        + "'orderId':'o-1','attributes':{'a':'1','b':2,'c':2.50,'d':true,'e':null}"))
                .isEqualTo(new Position(
                        Samples.FIXED_AT.toEpochMilli(),
                        -23.5,
                        -46.6,
                        4.5,
                        8,
                        271.5,
                        -30,
                        100,
                        "o-1",
                        Map.of("a", "1", "b", "2", "c", "2.50", "d", "true"),
                        false));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "'2026-11-21T05:15:30.1239-03:00' | 2026-11-21T08:15:30.123Z",
                "'2026-11-21t08:15:30z'           | 2026-11-21T08:15:30Z",
                "1795248930123                    | 2026-11-21T08:15:30.123Z",
                "1795248930123.9                  | 2026-11-21T08:15:30.123Z",
                "1.795248930123e12                | 2026-11-21T08:15:30.123Z",
                "'2000-01-01T00:00:00Z'           | 2000-01-01T00:00:00Z",
                "'2026-11-22T08:15:31.000Z'       | 2026-11-22T08:15:31Z",
            })
    void readsInstants(String fixedAt, Instant expected) throws UnreadableBodyException {
        assertThat(accepted("'lat':0,'lon':0,'fixedAt':" + fixedAt).fixedAt()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "accuracyM, -1",
                "speedMps, -1.0",
                "bearingDeg, -1",
                "batteryPct, -0.5",
                "accuracyM, NaN",
                "speedMps, NaN",
                "bearingDeg, NaN",
                "altitudeM, NaN",
                "batteryPct, NaN",
                "accuracyM, null",
                "speedMps, null",
                "bearingDeg, null",
                "altitudeM, null",
                "batteryPct, null",
                "orderId, null",
                "attributes, null",
                "attributes, {}",
                "attributes, {'a':null}",
                "late, true",
                "courierId, 17",
                "unknown, [[{}]]",
                "x, 'y'",
                "unknown, {'lat':91;'lon':[1;{'lat':2}]}"
            })
    void takesAsUnknown(String field, String value) throws UnreadableBodyException {
        assertThat(accepted(BASE + ",'" + field + "':" + value.replace(';', ',')))
                .isEqualTo(GOOD_POSITION);
    }

    @Test
    void takesTheEdges() throws UnreadableBodyException {
        assertThat(accepted("'fixedAt':1795248930123,'lat':90,'lon':180,'bearingDeg':360,'batteryPct':0"))
                .satisfies(position -> {
                    assertThat(position.lon()).isEqualTo(180);
                    assertThat(position.bearingDeg()).isZero();
                    assertThat(position.batteryPct()).isZero();
                });
        assertThat(accepted("'fixedAt':1795248930123,'lat':-90,'lon':-180").lat())
                .isEqualTo(-90);
    }

    @Test
    void knowsOneZero() throws UnreadableBodyException {
        assertThat(accepted("'fixedAt':1795248930123,'lat':-0.0,'lon':-0.0"))
                .isEqualTo(Position.of(Samples.FIXED_AT, 0.0, 0.0));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "'lat':1,'lon':2                | fixedAt | is required",
                "'fixedAt':null,'lat':1,'lon':2 | fixedAt | is required",
                "'fixedAt':1795248930123,'lon':2 | lat | is required",
                "'fixedAt':1795248930123,'lat':null,'lon':2 | lat | is required",
                "'fixedAt':1795248930123,'lat':1 | lon | is required",
                "\"\" | fixedAt | is required",
            })
    void missesWhatIsRequired(String fields, String field, String reason) throws UnreadableBodyException {
        assertRejected(fields, field, reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "'yesterday'            | must be an RFC 3339 instant such as 2026-11-21T08:15:30.123Z",
                "'2026-11-21'           | must be an RFC 3339 instant such as 2026-11-21T08:15:30.123Z",
                "''                     | must be an RFC 3339 instant such as 2026-11-21T08:15:30.123Z",
                "true                   | must be an RFC 3339 string or a number of milliseconds since 1970",
                "{'at':[1]}             | must be an RFC 3339 string or a number of milliseconds since 1970",
                "NaN                    | is not a number",
                "'1999-12-31T23:59:59.999Z' | is before 2000-01-01T00:00:00Z",
                "-1                     | is before 2000-01-01T00:00:00Z",
                "-9223372036854775808   | is before 2000-01-01T00:00:00Z",
                "-99999999999999999999  | is before 2000-01-01T00:00:00Z",
                "1795248930             | is before 2000-01-01T00:00:00Z: a number means milliseconds since 1970, not seconds",
                "'2026-11-22T08:15:31.001Z' | is more than 24 h ahead of the server's clock",
                "99999999999999999999   | is more than 24 h ahead of the server's clock",
                "Infinity               | is more than 24 h ahead of the server's clock",
            })
    void refusesInstants(String fixedAt, String reason) throws UnreadableBodyException {
        assertRejected("'lat':1,'fixedAt':" + fixedAt + ",'lon':2", "fixedAt", reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "lat | NaN       | is not a number",
                "lon | NaN       | is not a number",
                "lat | Infinity  | must be between -90 and 90",
                "lat | -Infinity | must be between -90 and 90",
                "lat | 90.000001 | must be between -90 and 90",
                "lat | -91       | must be between -90 and 90",
                "lat | 1e400     | must be between -90 and 90",
                "lon | 180.00001 | must be between -180 and 180",
                "lon | -181      | must be between -180 and 180",
                "lat | '1'       | must be a number",
                "lon | true      | must be a number",
                "lon | [1,{'a':2}] | must be a number",
                "lat | {'lat':1} | must be a number",
            })
    void refusesPlaces(String field, String value, String reason) throws UnreadableBodyException {
        String other = field.equals("lat") ? "lon" : "lat";
        assertRejected("'fixedAt':1795248930123,'" + field + "':" + value + ",'" + other + "':1", field, reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "accuracyM  | '5'       | must be a number",
                "accuracyM  | Infinity  | must be finite",
                "speedMps   | false     | must be a number",
                "speedMps   | -Infinity | must be finite",
                "bearingDeg | 360.1     | must be between 0 and 360",
                "bearingDeg | Infinity  | must be between 0 and 360",
                "bearingDeg | {}        | must be a number",
                "altitudeM  | Infinity  | must be finite",
                "altitudeM  | -Infinity | must be finite",
                "altitudeM  | []        | must be a number",
                "batteryPct | 100.5     | must be between 0 and 100",
                "batteryPct | '83%'     | must be a number",
                "orderId    | 17        | must be a string",
                "orderId    | {'a':[]}  | must be a string",
                "orderId    | '\\ud800'  | must be valid Unicode",
                "orderId    | '\\ude00x' | must be valid Unicode",
                "attributes | 'a'       | must be an object of strings",
                "attributes | [1]       | must be an object of strings",
                "attributes | {'a':{'b':'c'}} | must be an object of strings, without anything nested",
                "attributes | {'a':[1,[2]],'b':'c'} | must be an object of strings, without anything nested",
                "attributes | {'a':'\\ud800x'} | must be valid Unicode",
            })
    void refusesOptionalFields(String field, String value, String reason) throws UnreadableBodyException {
        assertRejected(BASE + ",'" + field + "':" + value + ",'unknown':{'z':[]}", field, reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "fixedAt, 1795248930123",
                "lat, -23.5",
                "lon, 1",
                "accuracyM, 1",
                "speedMps, 1",
                "bearingDeg, 1",
                "altitudeM, 1",
                "batteryPct, 1",
                "orderId, 'a'",
                "attributes, {}"
            })
    void refusesWhatAppearsTwice(String field, String value) throws UnreadableBodyException {
        String both = ",'" + field + "':" + value + ",'" + field + "':" + value;
        assertRejected(BASE + both, field, "appears twice");
        assertThat(accepted(BASE + ",'unknown':1,'unknown':{}")).isEqualTo(GOOD_POSITION);
    }

    @Test
    void boundsStrings() throws UnreadableBodyException {
        assertThat(accepted(BASE + ",'orderId':'" + "é".repeat(128) + "'").orderId())
                .hasSize(128);
        assertRejected(BASE + ",'orderId':'" + "é".repeat(129) + "'", "orderId", "must have at most 128 characters");
        assertThat(accepted(BASE + ",'attributes':{'" + "k".repeat(64) + "':'" + "v".repeat(256) + "'}")
                        .attributes())
                .hasSize(1);
        assertRejected(
                BASE + ",'attributes':{'" + "k".repeat(65) + "':1}",
                "attributes",
                "must have keys of at most 64 characters");
        assertRejected(
                BASE + ",'attributes':{'k':'" + "v".repeat(257) + "'}",
                "attributes",
                "must have values of at most 256 characters");
        assertThat(accepted(BASE + ",'attributes':" + attributes(32)).attributes())
                .hasSize(32);
        assertRejected(BASE + ",'attributes':" + attributes(33), "attributes", "must have at most 32 entries");
    }

    @Test
    void namesTheFirstFieldFoundWrong() throws UnreadableBodyException {
        assertRejected("'lon':200,'lat':100", "lon", "must be between -180 and 180");
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'k" + i + "':'v'").collect(Collectors.joining(",", "{", "}"));
    }

    private static String item(String fields) {
        return "{" + fields.replace('\'', '"') + "}";
    }

    private static Position accepted(String fields) throws UnreadableBodyException {
        PositionBatch batch = json(item(fields));
        assertThat(batch.rejections()).isEmpty();
        assertThat(batch.items()).isEqualTo(1);
        return positions(batch).get(0);
    }

    private static void assertRejected(String fields, String field, String reason) throws UnreadableBodyException {
        PositionBatch batch = json("[" + GOOD + "," + item(fields) + "," + GOOD + "]");
        assertThat(batch.rejections()).containsExactly(new Rejection(1, Bodies.COURIER, field, reason));
        assertThat(positions(batch)).containsExactly(GOOD_POSITION, GOOD_POSITION);
        assertThat(batch.items()).isEqualTo(3);
    }
}
