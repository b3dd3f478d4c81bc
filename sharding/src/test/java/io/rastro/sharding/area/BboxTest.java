package io.rastro.sharding.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BboxTest {

    @Test
    void edgesAreInside() {
        Bbox window = new Bbox(-47, -24, -46, -23);

        assertThat(window.contains(-24, -47)).isTrue();
        assertThat(window.contains(-23, -46)).isTrue();
        assertThat(window.contains(-23, -45.999)).isFalse();
        assertThat(window.contains(-24.001, -46.5)).isFalse();
    }

    @Test
    void crossesTheAntimeridianWhenWestIsAboveEast() {
        Bbox window = new Bbox(170, -10, -170, 10);

        assertThat(window.contains(0, 175)).isTrue();
        assertThat(window.contains(0, -175)).isTrue();
        assertThat(window.contains(0, 180)).isTrue();
        assertThat(window.contains(0, -180)).isTrue();
        assertThat(window.contains(0, 0)).isFalse();
    }

    @Test
    void theTwoNamesOfTheAntimeridianAreOne() {
        assertThat(new Bbox(170, -1, 180, 1).contains(0, -180)).isTrue();
        assertThat(new Bbox(-180, -1, -170, 1).contains(0, 180)).isTrue();
        assertThat(new Bbox(180, -1, -180, 1).contains(0, 180)).isTrue();
        assertThat(new Bbox(-180, -1, 180, 1).contains(0, -180)).isTrue();
        assertThat(new Bbox(-170, -1, 170, 1).contains(0, 180)).isFalse();

        AreaMap map = new AreaMap();
        map.put(ShownTest.at("a", 1, 0, 180));
        map.put(ShownTest.at("b", 1, 0, -180));
        for (Bbox window :
                List.of(new Bbox(170, -1, 180, 1), new Bbox(-180, -1, -170, 1), new Bbox(180, -1, -180, 1))) {
            assertThat(map.within(window, 10)).as("%s", window).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-181, 0, 0, 1, minLon",
        "0, -91, 0, 1, minLat",
        "0, 0, 180.001, 1, maxLon",
        "0, 0, 0, 90.5, maxLat",
        "NaN, 0, 0, 1, minLon",
        "0, 2, 0, 1, minLat must not be above maxLat",
        "-23.6, -46.7, -23.5, -146, maxLat",
        "0, 0, Infinity, 1, maxLon"
    })
    void namesWhatIsWrong(double minLon, double minLat, double maxLon, double maxLat, String named) {
        assertThatThrownBy(() -> new Bbox(minLon, minLat, maxLon, maxLat))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("minLon,minLat,maxLon,maxLat");
    }
}
