package io.rastro.sharding.geofence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeofenceJsonTest {

    private static final String SQUARE = "[[-46.7,-23.6],[-46.6,-23.6],[-46.6,-23.5],[-46.7,-23.5],[-46.7,-23.6]]";

    @Test
    void readsAFeatureWithAPolygon() throws Exception {
        Geofence read = read("""
                {"type": "Feature", "id": "whatever",
                 "geometry": {"type": "Polygon", "coordinates": [%s]},
                 "properties": {"name": "Loja 1", "courierId": "c-1", "orderId": "o-1", "dwellSeconds": 90}}""".formatted(SQUARE));

        assertThat(read.id()).isEqualTo("loja-1");
        assertThat(read.courierId()).isEqualTo("c-1");
        assertThat(read.orderId()).isEqualTo("o-1");
        assertThat(read.dwell()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.shape().contains(-23.55, -46.65)).isTrue();
        assertThat(read.shape().contains(-23.65, -46.65)).isFalse();
        assertThat(read.shape().contains(-23.5, -46.65)).as("the edge").isTrue();
    }

    @Test
    void readsAGeometryAlone() throws Exception {
        Geofence read = read("{\"type\":\"Point\",\"coordinates\":[-46.6,-23.5],\"radiusM\":150}");

        assertThat(read.shape()).isEqualTo(new Shape.Circle(-23.5, -46.6, 150));
        assertThat(read.dwell()).isNull();
    }

    /** What it gives it takes again, and gives the same. */
    @Test
    void givesAFeature() throws Exception {
        Geofence read = read("{\"type\":\"Point\",\"coordinates\":[-46.6,-23.5],\"radiusM\":150,\"name\":\"\\u00e7\"}");

        assertThat(read.json())
                .isEqualTo("{\"type\":\"Feature\",\"id\":\"loja-1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":"
                        + "[-46.6,-23.5]},\"properties\":{\"name\":\"ç\",\"radiusM\":150.0}}");
        assertThat(read(read.json()).json()).isEqualTo(read.json());
    }

    @Test
    void aHoleIsOutside() throws Exception {
        Geofence read = read(
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[6,3],[6,6],[3,6],[3,3]]]}");

        assertThat(read.shape().contains(1, 1)).isTrue();
        assertThat(read.shape().contains(4.5, 4.5)).isFalse();
    }

    @Test
    void crossesTheAntimeridianInTwoPieces() throws Exception {
        Geofence read = read(
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[179,-18],[180,-18],[180,-16],[179,-16],[179,-18]]],"
                        + "[[[-180,-18],[-179,-18],[-179,-16],[-180,-16],[-180,-18]]]]}");

        assertThat(read.shape().contains(-17, 179.5)).isTrue();
        assertThat(read.shape().contains(-17, 180)).isTrue();
        assertThat(read.shape().contains(-17, -180)).isTrue();
        assertThat(read.shape().contains(-17, -179.5)).isTrue();
        assertThat(read.shape().contains(-17, -178.5)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "body|cut off|{\"type\":\"Point\"",
                "body|an array|[]",
                "body|nothing|",
                "body|two|{} {}",
                "body|twice the same member|{\"type\":\"Point\",\"type\":\"Point\"}",
                "geometry|no geometry|{}",
                "geometry|a line|{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}",
                "radiusM|no radius|{\"type\":\"Point\",\"coordinates\":[0,0]}",
                "radiusM|zero|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":0}",
                "radiusM|too large|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":100001}",
                "radiusM|a text|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":\"5\"}",
                "radiusM|of a polygon|{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]],\"radiusM\":5}",
                "geometry|swapped|{\"type\":\"Point\",\"coordinates\":[-23.5,-146.6],\"radiusM\":5}",
                "geometry|four numbers|{\"type\":\"Point\",\"coordinates\":[0,0,0,0],\"radiusM\":5}",
                "geometry|no height|{\"type\":\"Point\",\"coordinates\":[0,0,[1e9]],\"radiusM\":5}",
                "geometry|open ring|{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}",
                "geometry|three positions|{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}",
                "geometry|no ring|{\"type\":\"Polygon\",\"coordinates\":[]}",
                "geometry|crosses itself|{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}",
                "geometry|round the back|{\"type\":\"Polygon\",\"coordinates\":[[[179,0],[-179,0],[-179,1],[179,1],[179,0]]]}",
                "courierId|no id|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":5,\"courierId\":\"a b\"}",
                "orderId|empty|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":5,\"orderId\":\"\"}",
                "dwellSeconds|none|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":5,\"dwellSeconds\":0}",
                "properties|misspelt|{\"type\":\"Point\",\"coordinates\":[0,0],\"radiusM\":5,\"dwellSecond\":60}",
            })
    void saysWhatIsWrong(String field, String what, String json) {
        assertThatThrownBy(() -> read(json == null ? "" : json))
                .as(what)
                .isInstanceOfSatisfying(
                        InvalidGeofenceException.class,
                        e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageEndingWith(".");
    }

    @Test
    void refusesTooManyVertices() {
        String circle = IntStream.rangeClosed(0, GeometryJson.MAX_VERTICES)
                .mapToObj(i -> i % GeometryJson.MAX_VERTICES)
                .map(i -> Math.toRadians(i * 360.0 / GeometryJson.MAX_VERTICES))
                .map(angle -> "[" + Math.cos(angle) + "," + Math.sin(angle) + "]")
                .collect(Collectors.joining(","));

        assertThatThrownBy(() -> read("{\"type\":\"Polygon\",\"coordinates\":[[" + circle + "]]}"))
                .isInstanceOf(InvalidGeofenceException.class)
                .hasMessageContaining("1000 vertices");
    }

    /** Depth costs no stack. */
    @Test
    void refusesWhatIsNestedDeeply() {
        String deep = "[".repeat(100_000);

        assertThatThrownBy(() -> read("{\"type\":\"Polygon\",\"coordinates\":" + deep))
                .isInstanceOf(InvalidGeofenceException.class);
    }

    private static Geofence read(String json) throws InvalidGeofenceException {
        return GeofenceJson.read("loja-1", json.getBytes(UTF_8));
    }
}
