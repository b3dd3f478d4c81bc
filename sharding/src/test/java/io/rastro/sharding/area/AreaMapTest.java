package io.rastro.sharding.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AreaMapTest {

    private final AreaMap map = new AreaMap();
    /** What the map is to say, without cells. */
    private final Map<String, TracedPosition> there = new HashMap<>();

    private static TracedPosition at(String courierId, double lat, double lon) {
        return new TracedPosition(courierId, 1, 0, 0, Position.of(Instant.EPOCH, lat, lon));
    }

    private void put(String courierId, double lat, double lon) {
        TracedPosition at = at(courierId, lat, lon);
        assertThat(map.put(at)).isEqualTo(there.put(courierId, at));
    }

    private List<String> idsWithin(Bbox window) {
        List<TracedPosition> found = map.within(window, Integer.MAX_VALUE);
        assertThat(found).isNotNull();
        return found.stream().map(TracedPosition::courierId).toList();
    }

    private List<Near> nearByBruteForce(double lat, double lon, double radiusM, int limit) {
        return there.values().stream()
                .map(at -> new Near(
                        at,
                        Distance.metres(
                                lat, lon, at.position().lat(), at.position().lon())))
                .filter(near -> near.distanceM() <= radiusM)
                .sorted(Comparator.comparingDouble(Near::distanceM)
                        .thenComparing(near -> near.at().courierId()))
                .limit(limit)
                .toList();
    }

    private List<String> withinByBruteForce(Bbox window) {
        return there.values().stream()
                .filter(at -> window.contains(at.position().lat(), at.position().lon()))
                .map(TracedPosition::courierId)
                .toList();
    }

    @Test
    void whoMovesIsOnlyWhereItIsNow() {
        put("a", -23.55, -46.63);
        put("a", -22.9, -43.2);

        assertThat(idsWithin(new Bbox(-47, -24, -46, -23))).isEmpty();
        assertThat(idsWithin(new Bbox(-44, -23, -43, -22))).containsExactly("a");
        assertThat(map.size()).isEqualTo(1);
    }

    @Test
    void whoLeavesIsNowhere() {
        put("a", 1, 1);

        assertThat(map.remove("a")).isEqualTo(at("a", 1, 1));
        assertThat(map.remove("a")).isNull();
        assertThat(idsWithin(new Bbox(-180, -90, 180, 90))).isEmpty();
        assertThat(map.size()).isZero();
    }

    @Test
    void severalAreAtOnePlace() {
        put("a", 1, 1);
        put("b", 1, 1);
        map.remove("a");

        assertThat(idsWithin(new Bbox(0, 0, 1, 1))).containsExactly("b");
    }

    @Test
    void saysWhenThereAreMore() {
        put("a", 1, 1);
        put("b", 1, 1);

        assertThat(map.within(new Bbox(0, 0, 2, 2), 2)).hasSize(2);
        assertThat(map.within(new Bbox(0, 0, 2, 2), 1)).isNull();
        assertThat(map.within(new Bbox(5, 5, 6, 6), 0)).isEmpty();
    }

    @Test
    void theAntimeridianIsNoEdge() {
        put("fiji", -17, 179.9);
        put("samoa", -17, -179.9);
        put("on", -17, 180);
        put("brazil", -17, -47);

        assertThat(idsWithin(new Bbox(179, -18, -179, -16))).containsExactlyInAnyOrder("fiji", "samoa", "on");
        assertThat(map.near(-17, 180, 20_000, 10))
                .extracting(near -> near.at().courierId())
                .containsExactly("on", "fiji", "samoa");
    }

    @Test
    void atAPoleEveryMeridianIsNear() {
        put("a", 89.99, 0);
        put("b", 89.99, 180);
        put("c", 89.99, -90);
        put("pole", 90, 17);

        assertThat(map.near(90, 0, 1_200, 10))
                .extracting(near -> near.at().courierId())
                .startsWith("pole")
                .containsExactlyInAnyOrder("pole", "a", "b", "c");
        assertThat(idsWithin(new Bbox(-180, 89, 180, 90))).hasSize(4);
        assertThat(idsWithin(new Bbox(-10, 89, 10, 90))).containsExactly("a");
    }

    /** Around cities, poles and the antimeridian, with couriers that move and leave between the questions. */
    @RepeatedTest(20)
    void saysWhatBruteForceSays(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double[][] centres = {{-23.55, -46.63}, {90, 0}, {-90, 0}, {0, 180}, {66, -180}, {0, 0}};
        for (int i = 0; i < 3_000; i++) {
            String courierId = "c-" + random.nextInt(2_000);
            if (random.nextInt(10) == 0) {
                assertThat(map.remove(courierId)).isEqualTo(there.remove(courierId));
            } else {
                double[] centre = centres[random.nextInt(centres.length)];
                put(courierId, latNear(random, centre[0]), lonNear(random, centre[1]));
            }
        }
        for (int i = 0; i < 60; i++) {
            double[] centre = centres[random.nextInt(centres.length)];
            double lat = latNear(random, centre[0]);
            double lon = lonNear(random, centre[1]);
            double radiusM = Math.min(Distance.FARTHEST_M, Math.pow(10, random.nextDouble() * 7.4));
            int limit = 1 + random.nextInt(50);
            assertThat(map.near(lat, lon, radiusM, limit))
                    .as("near %s,%s within %s m, %s", lat, lon, radiusM, limit)
                    .isEqualTo(nearByBruteForce(lat, lon, radiusM, limit));

            double south = latNear(random, centre[0]);
            double north = latNear(random, centre[0]);
            Bbox window = new Bbox(
                    lonNear(random, centre[1]),
                    Math.min(south, north),
                    lonNear(random, centre[1]),
                    Math.max(south, north));
            List<String> expected = withinByBruteForce(window);
            assertThat(idsWithin(window)).as("%s", window).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(map.clusters(window).stream().mapToInt(Cluster::count).sum())
                    .isEqualTo(expected.size());
        }
    }

    private static double latNear(Random random, double lat) {
        return Math.max(-90, Math.min(90, lat + random.nextGaussian() * 0.5));
    }

    private static double lonNear(Random random, double lon) {
        double moved = lon + random.nextGaussian() * 2;
        return moved > 180 ? moved - 360 : moved < -180 ? moved + 360 : moved;
    }

    @Test
    void clustersAreFewerThanCouriersAndInTheirMiddle() {
        for (int i = 0; i < 1_000; i++) {
            put("sp-" + i, -23.55 + i * 1e-6, -46.63);
            put("rj-" + i, -22.90, -43.20 + i * 1e-6);
        }
        Map<Integer, Cluster> clusters = map.clusters(new Bbox(-74, -34, -34, 6)).stream()
                .collect(Collectors.toMap(Cluster::count, Function.identity(), (one, other) -> one));

        assertThat(map.clusters(new Bbox(-74, -34, -34, 6))).hasSize(2);
        Cluster one = clusters.get(1_000);
        assertThat(one.lat()).isBetween(-23.6, -22.8);
        assertThat(one.token()).isNotEmpty();
    }

    @Test
    void clustersAcrossTheAntimeridianAreInTheirMiddle() {
        put("west", 10, 179.999);
        put("east", 10, -179.999);

        List<Cluster> clusters = map.clusters(new Bbox(-180, -90, 180, 90));

        double lon = clusters.stream()
                .reduce((one, other) -> new Cluster(
                        one.cell(),
                        one.count() + other.count(),
                        one.x() + other.x(),
                        one.y() + other.y(),
                        one.z() + other.z()))
                .orElseThrow()
                .lon();
        assertThat(Math.abs(lon)).isCloseTo(180, within(1e-6));
    }

    @Test
    void aWindowHasSomeTensOfCells() {
        for (Bbox window : List.of(
                new Bbox(-180, -90, 180, 90),
                new Bbox(-74, -34, -34, 6),
                new Bbox(-46.7, -23.6, -46.6, -23.5),
                new Bbox(170, -20, -170, 20),
                new Bbox(-46.6333, -23.5505, -46.6332, -23.5504))) {
            AreaMap full = new AreaMap();
            Random random = new Random(1);
            double width = window.minLon() <= window.maxLon()
                    ? window.maxLon() - window.minLon()
                    : window.maxLon() - window.minLon() + 360;
            List<TracedPosition> all = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                double lon = window.minLon() + random.nextDouble() * width;
                all.add(at(
                        "c-" + i,
                        window.minLat() + random.nextDouble() * (window.maxLat() - window.minLat()),
                        lon > 180 ? lon - 360 : lon));
            }
            all.forEach(full::put);
            assertThat(full.clusters(window)).as("%s", window).hasSizeBetween(16, 350);
        }
    }
}
