package io.rastro.protocol.tracker;

import static io.rastro.protocol.tracker.Requests.body;
import static io.rastro.protocol.tracker.Requests.decode;
import static io.rastro.protocol.tracker.Requests.only;
import static io.rastro.protocol.tracker.Requests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.tracker.TrackerReport.Contact;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples do not show. */
class TrackerVariationsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1717405200 | 2024-06-03T09:00:00Z",
                "1717405200.25 | 2024-06-03T09:00:00.250Z",
                "1717405200250 | 2024-06-03T09:00:00.250Z",
                "2147483646 | 2038-01-19T03:14:06Z",
                "2024-06-03T09:00:00Z | 2024-06-03T09:00:00Z",
                "2024-06-03T06:00:00-0300 | 2024-06-03T09:00:00Z",
                "2024-06-03T06:00:00.5-03:00 | 2024-06-03T09:00:00.500Z",
                "2024-06-03T11:00:00+02:00 | 2024-06-03T09:00:00Z",
                "2024-06-03T11:00:00%2B0200 | 2024-06-03T09:00:00Z",
                "2024-06-03T09:00:00 | 2024-06-03T09:00:00Z",
                "2024-06-03%2009:00:00 | 2024-06-03T09:00:00Z",
                "2024-06-03+09:00:00 | 2024-06-03T09:00:00Z"
            })
    void everyWayToWriteAnInstant(String written, Instant meant) {
        if (meant.toEpochMilli() > Requests.NOW) {
            assertThat(Requests.reason(decode("osmand", query("id=a&lat=1&lon=2&timestamp=" + written))))
                    .contains("ahead");
            return;
        }
        assertThat(only(decode("osmand", query("id=a&lat=1&lon=2&timestamp=" + written)))
                        .fixedAt())
                .isEqualTo(meant);
    }

    @Test
    void osmAndWithoutATimeWasNow() {
        assertThat(only(decode("osmand", query("lon=2&deviceid=a&lat=1"))).fixedAtMillis())
                .isEqualTo(Requests.NOW);
    }

    @Test
    void osmAndTakesThePlaceInOneField() {
        Position position = only(decode("osmand", query("location=-23.5,-46.6&id=a&timestamp=1717405200&speed=-1")));

        assertThat(position.lat()).isEqualTo(-23.5);
        assertThat(position.lon()).isEqualTo(-46.6);
        assertThat(position.speedMps()).isNaN();
    }

    @Test
    void osmAndTakesAnArrayOfFlatObjectsAndEachBadOneSpoilsNoOther() {
        TrackerReport report = decode(
                "osmand",
                body("[{\"id\":\"a\",\"lat\":1.0,\"lon\":2,\"timestamp\":1717405200,\"speed\":10},"
                        + " {\"id\":\"a\",\"lat\":91,\"lon\":2,\"timestamp\":1717405201}, 7,"
                        + "{\"lon\":\"3\",\"lat\":\"2\",\"id\":\"b\",\"timestamp\":\"1717405202\"}]"));

        assertThat(report.couriers()).extracting(courier -> courier.courierId()).containsExactly("a", "b");
        assertThat(report.couriers().get(0).positions().get(0).speedMps()).isCloseTo(5.144, within(0.001));
        assertThat(report.quarantined())
                .extracting(Quarantined::field, each -> new String(each.original(), StandardCharsets.UTF_8))
                .containsExactly(
                        tuple("lat", "{\"id\":\"a\",\"lat\":91,\"lon\":2,\"timestamp\":1717405201}"), tuple("", "7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=a&timestamp=1717405200",
                "id=a&cell=310,410,1,2&wifi=00-11-22-33-44-55,-60",
                "id=a&batt=55&charge=true"
            })
    void osmAndWithoutAPlaceIsAContact(String query) {
        TrackerReport report = decode("osmand", query(query));

        assertThat(report.contacts()).containsExactly(new Contact("a"));
        assertThat(report.couriers()).isEmpty();
        assertThat(report.quarantined()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"osmand", "gpslogger"})
    void whoNamesNobodyIsRefusedAndKeepsWhatItHas(String app) {
        TrackerReport report = decode(app, query("lat=1&lon=2&timestamp=1717405200"));

        assertThat(report.refusal()).isNotNull();
        assertThat(report.refusal().reason()).isEqualTo("the device is not named");
    }

    @Test
    void aDeviceThatCannotBeAnIdIsRefused() {
        TrackerReport report = decode("osmand", query("id=Jo%C3%A3o&lat=1&lon=2&timestamp=1717405200"));

        assertThat(report.refusal().reason()).contains("may hold only letters");
    }

    @Test
    void thePathGoesBeforeTheMessageAndTheMessageBeforeTheCredentials() {
        byte[] none = new byte[0];
        String fix = "lat=1&lon=2&time=2024-06-03T09:00:00Z";

        assertThat(decode("gpslogger", new TrackerRequest(fix + "&aid=b", name -> null, none, "a", "c"))
                        .couriers()
                        .get(0)
                        .courierId())
                .isEqualTo("a");
        assertThat(decode("gpslogger", new TrackerRequest(fix + "&aid=b", name -> null, none, null, "c"))
                        .couriers()
                        .get(0)
                        .courierId())
                .isEqualTo("b");
        assertThat(decode("gpslogger", new TrackerRequest(fix, name -> null, none, null, "c"))
                        .couriers()
                        .get(0)
                        .courierId())
                .isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "osmand | id=a&lat=91&lon=2&timestamp=1717405200 | lat must be between -90 and 90",
                "osmand | id=a&lat=1&timestamp=1717405200 | lon is required",
                "osmand | id=a&lat=1&lon=x&timestamp=1717405200 | lon is not a number",
                "osmand | id=a&lat=1&lon=2&timestamp=0 | fixedAt is before 2000-01-01T00:00:00Z",
                "osmand | id=a&lat=1&lon=2&timestamp=yesterday | fixedAt is not an instant",
                "osmand | id=a&lat=1&lon=2&timestamp=1717405200&valid=false | valid says that there was no fix",
                "gpslogger | id=a&lat=1&lon=2 | fixedAt is required",
                "gpslogger | id=a&time=2024-06-03T09:00:00Z | lat is required",
                "gpslogger | id=a&lat=%LAT&lon=%LON&time=%TIME | lat is not a number",
                "gpslogger | id=a&lat=0.0&lon=0.0&time=2024-06-03T09:00:00Z | lat and lon are both 0: there was no fix"
            })
    void whatCannotBeAPositionIsPutAside(String app, String query, String reason) {
        TrackerReport report = decode(app, query(query));

        assertThat(report.couriers()).isEmpty();
        assertThat(report.refusal()).isNull();
        assertThat(Requests.reason(report)).isEqualTo(reason);
        assertThat(report.quarantined()).singleElement().satisfies(each -> {
            assertThat(each.courierId()).isEqualTo("a");
            assertThat(new String(each.original(), StandardCharsets.UTF_8)).isEqualTo(query);
        });
    }

    @Test
    void whatIsOddBesideTimeAndPlaceIsKeptAsItWasWritten() {
        Position position = only(decode(
                "osmand", query("id=a&lat=1&lon=2&timestamp=1717405200&bearing=400&batt=full&altitude=&accuracy=NaN")));

        assertThat(position.bearingDeg()).isNaN();
        assertThat(position.attributes()).isEqualTo(Map.of("bearing", "400", "batt", "full", "accuracy", "NaN"));
    }

    @Test
    void fieldsThatDoNotFitAreNamedAndTheFixIsTaken() {
        String many = IntStream.range(0, 40).mapToObj(i -> "&k" + i + "=v").collect(Collectors.joining());

        TrackerReport report = decode("osmand", query("id=a&lat=1&lon=2&timestamp=1717405200" + many));

        assertThat(report.couriers()).hasSize(1);
        assertThat(report.couriers().get(0).positions().get(0).attributes()).hasSize(32);
        assertThat(Requests.reason(report)).isEqualTo("its position is taken, 8 of its fields are not");
    }

    @ParameterizedTest
    @CsvSource({"X-Limit-U, x, u/d", "none, u=q&d=r, q/r", "none, u=q, q", "none, x, jane/phone"})
    void ownTracksNamesItsDeviceInThisOrder(String header, String query, String courierId) {
        byte[] body =
                "{\"_type\":\"location\",\"lat\":1,\"lon\":2,\"tst\":1717405200.0,\"tid\":\"JJ\",\"topic\":\"owntracks/jane/phone\"}"
                        .getBytes(StandardCharsets.UTF_8);
        TrackerRequest request = new TrackerRequest(
                query,
                name -> !name.startsWith(header.substring(0, 4)) ? null : name.endsWith("U") ? "u" : "d",
                body,
                null,
                "basic");

        assertThat(decode("owntracks", request).couriers().get(0).courierId()).isEqualTo(courierId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transition", "lwt", "status", "cmd", "card", "steps", "beacon"})
    void ownTracksTellsMuchThatIsNoPosition(String type) {
        TrackerReport report =
                decode("owntracks", body("{\"_type\":\"" + type + "\",\"tid\":\"a\",\"lat\":1,\"lon\":2}"));

        assertThat(report.contacts()).containsExactly(new Contact("a"));
        assertThat(report.quarantined()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_type\":\"waypoint\",\"lat\":1,\"lon\":2,\"tst\":1717405200}",
                "{\"_type\":\"encrypted\",\"data\":\"abc\"}",
                "{\"_type\":\"madeUp\"}",
                "{\"lat\":1}",
                "[]",
                "7",
                "{\"_type\":\"location\",\"tid\":\"a\",\"lat\":1,\"lon\":2,\"tst\":0}",
                "{\"_type\":\"location\",\"tid\":\"a\",\"lat\":1,\"lon\":2,",
                "not json"
            })
    void ownTracksPoisonIsPutAsideAsItCame(String poison) {
        TrackerReport report = decode("owntracks", body(poison));

        assertThat(report.refusal()).isNull();
        assertThat(report.couriers()).isEmpty();
        assertThat(report.quarantined())
                .singleElement()
                .satisfies(each -> assertThat(each.original())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(poison));
    }

    private static final String FEATURE = """
            {"properties":{"device_id":"a","timestamp":"2024-07-01T12:00:%02dZ","speed":%s,"battery_level":0.29},
             "geometry":{"coordinates":[%s,%s,700.0],"type":"Point"},"type":"Feature"}""";

    @Test
    void overlandKeepsTheGoodOnesOfABatch() {
        String good = FEATURE.formatted(1, "-1", "-46.6", "-23.5");
        String bad = FEATURE.formatted(2, "1", "-46.6", "-93.5");
        String visit = "{\"type\":\"Feature\",\"properties\":{\"action\":\"visit\",\"device_id\":\"a\"}}";
        String current = FEATURE.formatted(3, "2", "-46.7", "-23.5");

        TrackerReport report = decode(
                "overland",
                body("{\"current\":" + current + ",\"trip\":{\"mode\":\"walk\"},\"locations\":[" + good + "," + bad
                        + "," + visit + "]}"));

        assertThat(report.couriers().get(0).positions()).hasSize(2);
        assertThat(report.couriers().get(0).positions().get(1).speedMps()).isNaN();
        assertThat(report.couriers().get(0).positions().get(1).batteryPct()).isEqualTo(29.0);
        assertThat(report.contacts()).containsExactly(new Contact("a"));
        assertThat(report.quarantined())
                .singleElement()
                .satisfies(each -> assertThat(each.original())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(bad));
    }

    @Test
    void overlandThatBreaksOffKeepsWhatCameBefore() {
        String good = FEATURE.formatted(1, "-1", "-46.6", "-23.5");

        TrackerReport report = decode("overland", body("{\"locations\":[" + good + ",{\"geometry\":"));

        assertThat(report.couriers().get(0).positions()).hasSize(1);
        assertThat(Requests.reason(report)).contains("ends before its JSON is complete");
    }

    @Test
    void overlandWithoutADeviceTakesThatOfTheQueryElseThatOfTheCredentials() {
        byte[] body = ("{\"locations\":[" + FEATURE.formatted(1, "1", "2", "3").replace("\"device_id\":\"a\",", "")
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(decode("overland", new TrackerRequest("device_id=q", name -> null, body, null, "s"))
                        .couriers()
                        .get(0)
                        .courierId())
                .isEqualTo("q");
        assertThat(decode("overland", new TrackerRequest("", name -> null, body, null, "s"))
                        .couriers()
                        .get(0)
                        .courierId())
                .isEqualTo("s");
        assertThat(decode("overland", new TrackerRequest("", name -> null, body, null, null))
                        .refusal())
                .isNotNull();
    }

    @Test
    void moreThanOneRequestMayCarryIsRefused() {
        String items = IntStream.range(0, 10_001)
                .mapToObj(i -> "{\"id\":\"a\",\"lat\":1,\"lon\":2}")
                .collect(Collectors.joining(","));

        assertThat(decode("osmand", body("[" + items + "]")).refusal().tooLarge())
                .isTrue();
    }

    @Test
    void gpsLoggerSpeaksOfOneSpeedTwice() {
        String fix = "id=a&lat=1&longitude=2&timestamp=1717405200.0&acc=0.0";

        assertThat(only(decode("gpslogger", query(fix + "&spd_kph=36"))).speedMps())
                .isCloseTo(10, within(1e-9));
        assertThat(only(decode("gpslogger", query(fix + "&spd_kph=36&s=9.5"))).speedMps())
                .isEqualTo(9.5);
        assertThat(only(decode("gpslogger", query(fix))).accuracyM()).isNaN();
    }
}
