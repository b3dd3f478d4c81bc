package io.rastro.sharding.area;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskedAreaTest {

    private static final int LEVEL = 10;

    private static long cell(double lat, double lon) {
        return S2CellId.fromLatLng(S2LatLng.fromDegrees(lat, lon)).parent(LEVEL).id();
    }

    @Test
    void everyPlaceInsideIsInOneOfItsCells() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<AskedArea> areas = List.of(
                new AskedArea.Window(new Bbox(-46.8, -23.7, -46.4, -23.3)),
                new AskedArea.Window(new Bbox(179.5, -17, -179.5, -16)),
                new AskedArea.Window(new Bbox(180, -17, -180, -16)),
                new AskedArea.Window(new Bbox(-180, 89, 180, 90)),
                new AskedArea.Window(new Bbox(-180, -90, 180, -89.5)),
                new AskedArea.Window(new Bbox(10, 10, 10, 10)),
                new AskedArea.Window(new Bbox(-1, 0, 1, 0)),
                new AskedArea.Circle(89.9, 12, 50_000),
                new AskedArea.Circle(-16.5, 179.9, 80_000),
                new AskedArea.Circle(-23.5, -46.6, 1));
        for (AskedArea area : areas) {
            List<Long> cells = area.cells(LEVEL, 2_000);
            assertThat(cells).as(area.toString()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(cells).allMatch(id -> new S2CellId(id).level() == LEVEL);
            Set<Long> covered = new HashSet<>(cells);
            for (int i = 0; i < 20_000; i++) {
                double lat = near(random, area, true);
                double lon = near(random, area, false);
                if (area.contains(lat, lon)) {
                    assertThat(covered)
                            .as("seed %d, %s: %s,%s", seed, area, lat, lon)
                            .contains(cell(lat, lon));
                }
            }
        }
    }

    /** The edges, and anything around them. */
    private static double near(Random random, AskedArea area, boolean lat) {
        double[] edges = area instanceof AskedArea.Window window
                ? lat
                        ? new double[] {window.bbox().minLat(), window.bbox().maxLat()}
                        : new double[] {window.bbox().minLon(), window.bbox().maxLon(), 180, -180}
                : lat ? new double[] {((AskedArea.Circle) area).lat()} : new double[] {((AskedArea.Circle) area).lon()};
        double edge = edges[random.nextInt(edges.length)];
        int most = lat ? 90 : 180;
        double wide = random.nextInt(3) == 0 ? 0 : random.nextInt(4) == 0 && !lat ? 360 : 0.6;
        return Math.max(-most, Math.min(most, edge + (random.nextDouble() - 0.5) * wide));
    }

    @Test
    void saysWhenThereAreTooMany() {
        assertThat(new AskedArea.Window(new Bbox(-180, -90, 180, 90)).cells(LEVEL, 2_000))
                .isNull();
        assertThat(new AskedArea.Window(new Bbox(-180, 0, 180, 0.0001)).cells(LEVEL, 2_000))
                .isNull();
        assertThat(new AskedArea.Circle(0, 0, 1_000_000).cells(LEVEL, 2_000)).isNull();
        assertThat(new AskedArea.Window(new Bbox(-46.8, -23.7, -46.4, -23.3)).cells(LEVEL, 5))
                .isNull();
    }
}
