package io.rastro.sharding.geofence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class CrossingsTest {

    private static final long RECEIVED_AT = 1_000_000_000;

    private final List<String> said = new ArrayList<>();
    private List<InsideGeofence> inside = List.of();
    private GeofenceIndex index = new GeofenceIndex(List.of(circle("loja", 0, 0, 1_000, null)));

    @Test
    void entersAndLeaves() {
        post(at(1, 1), at(2, 0.001), at(3, 0.002), at(4, 1), at(5, 2));

        assertThat(said).containsExactly("1 enter loja 2", "3 exit loja 2");
        assertThat(inside).isEmpty();
    }

    @Test
    void remembersFromEventToEvent() {
        post(at(1, 0.001));
        post(at(2, 0.001));
        post(at(3, 1));
        post(at(4, 0.001));

        assertThat(said).containsExactly("0 enter loja 1", "0 exit loja 1", "0 enter loja 4");
    }

    @Test
    void lateFixesCrossNothing() {
        post(at(10, 1));
        post(at(5, 0.001).markedLate(), at(11, 1), at(6, 0.001).markedLate());
        post(at(12, 0.001), at(7, 1).markedLate());

        assertThat(said).containsExactly("0 enter loja 12");
    }

    @Test
    void dwellIsSaidOnce() {
        index = new GeofenceIndex(List.of(circle("loja", 0, 0, 1_000, Duration.ofMillis(10))));

        post(at(1, 0.001), at(10, 0.001), at(11, 0.001), at(12, 0.001));
        post(at(30, 0.001));
        post(at(31, 1), at(32, 0.001), at(42, 0.001));

        assertThat(said)
                .containsExactly(
                        "0 enter loja 1", "2 dwell loja 1", "0 exit loja 1", "1 enter loja 32", "2 dwell loja 32");
    }

    @Test
    void aGeofenceThatMovesIsLeftWithTheNextPosition() {
        post(at(1, 0.001));
        index = new GeofenceIndex(List.of(circle("loja", 0, 50, 1_000, null)));
        post(at(2, 0.001));

        assertThat(said).containsExactly("0 enter loja 1", "0 exit loja 1");
    }

    @Test
    void aDeletedGeofenceIsLeftButNotBeforeThisNodeMustKnow() {
        post(at(1, 0.001));
        index = GeofenceIndex.EMPTY;
        post(RECEIVED_AT + Crossings.UNHEARD_OF_MILLIS - 1, at(2, 0.001));
        assertThat(said).containsExactly("0 enter loja 1");

        post(RECEIVED_AT + Crossings.UNHEARD_OF_MILLIS, at(3, 0.001));
        assertThat(said).containsExactly("0 enter loja 1", "0 exit loja 1");
    }

    @Test
    void isForOneCourierOnly() {
        index = new GeofenceIndex(List.of(
                new Geofence("mine", new Shape.Circle(0, 0, 1_000), "c-1", null, null, ""),
                new Geofence("other", new Shape.Circle(0, 0, 1_000), "c-2", null, null, "")));

        post(at(1, 0.001));

        assertThat(said).containsExactly("0 enter mine 1");
    }

    @Test
    void isForOneOrderOnlyAndEndsWithIt() {
        index = new GeofenceIndex(List.of(new Geofence("door", new Shape.Circle(0, 0, 1_000), null, "o-1", null, "")));

        post(of("o-2", 1), of("o-1", 2), of("o-1", 3), of("o-2", 4), of("o-1", 5), of(null, 6));

        assertThat(said).containsExactly("1 enter door 2", "3 exit door 2", "4 enter door 5", "5 exit door 5");
    }

    @Test
    void isInAtMostSoManyAndEntersTheOthersLater() {
        List<Geofence> many = new ArrayList<>();
        for (int i = 0; i < Crossings.MAX_INSIDE + 1; i++) {
            many.add(circle("g-%03d".formatted(i), 0, 0, 1_000, null));
        }
        index = new GeofenceIndex(many);
        post(at(1, 0.001));
        assertThat(inside).hasSize(Crossings.MAX_INSIDE);

        index = new GeofenceIndex(many.subList(1, many.size()));
        said.clear();
        post(RECEIVED_AT + Crossings.UNHEARD_OF_MILLIS, at(2, 0.001));

        assertThat(said).containsExactly("0 exit g-000 1", "0 enter g-064 2");
    }

    @Test
    void anEventHoldsAtMostSoMany() {
        index = new GeofenceIndex(IntStream.range(0, Crossings.MAX_INSIDE)
                .mapToObj(i -> circle("g-" + i, 0, 0, 1_000, null))
                .toList());
        Position[] toAndFro = IntStream.range(0, 1_000)
                .mapToObj(i -> at(i, i % 2 == 0 ? 0.001 : 1))
                .toArray(Position[]::new);

        PositionsRecorded event = post(toAndFro);
        assertThat(event.crossings()).hasSizeBetween(Crossings.MAX_OF_AN_EVENT, Crossings.MAX_OF_AN_EVENT + 64);

        post(at(2_000, 1));
        assertThat(inside).as("the next event finds what was left out").isEmpty();
    }

    @Test
    void anIndexHasRoomForSoMuchOnly() {
        Geofence one = circle("one", 0, 0, 1, null);
        GeofenceIndex full = new GeofenceIndex(IntStream.range(0, GeofenceIndex.MOST)
                .mapToObj(i -> circle("g-" + i, 0, 0, 1, null))
                .toList());
        assertThat(full.hasRoomFor(one)).isFalse();
        assertThat(full.hasRoomFor(circle("g-7", 1, 1, 1, null))).isTrue();

        Coordinate[] ring = new Coordinate[GeofenceIndex.MOST_VERTICES];
        for (int i = 0; i < ring.length - 1; i++) {
            double angle = 2 * Math.PI * i / (ring.length - 1);
            ring[i] = new Coordinate(Math.cos(angle), Math.sin(angle));
        }
        ring[ring.length - 1] = ring[0];
        Shape large = new Shape.Area(new GeometryFactory().createPolygon(ring));
        Geofence whole = new Geofence("whole", large, null, null, null, "");
        assertThat(GeofenceIndex.EMPTY.hasRoomFor(whole)).isTrue();
        assertThat(new GeofenceIndex(List.of(whole)).hasRoomFor(one)).isFalse();
        assertThat(new GeofenceIndex(List.of(whole)).hasRoomFor(circle("whole", 0, 0, 1, null)))
                .isTrue();
    }

    /** The state after the journal is the same as before it was written, whatever the batches. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void alternatesAndIsWhereABruteForceSays(long seed) {
        Random random = new Random(seed);
        List<Geofence> fences = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            fences.add(circle(
                    "g-" + i,
                    (random.nextDouble() - 0.5) * 0.1 + (i % 3 == 0 ? 89.97 : 0),
                    i % 3 == 1 ? 180 - random.nextDouble() * 0.05 : random.nextDouble() * 0.05,
                    500 + random.nextInt(5_000),
                    null));
        }
        index = new GeofenceIndex(fences);
        Map<String, Boolean> isInside = new HashMap<>();
        int crossings = 0;
        for (int event = 0; event < 300; event++) {
            Position[] batch = new Position[1 + random.nextInt(4)];
            for (int i = 0; i < batch.length; i++) {
                int where = random.nextInt(3);
                batch[i] = Position.of(
                        Instant.ofEpochMilli(event * 10L + i),
                        (random.nextDouble() - 0.5) * 0.1 + (where == 0 ? 89.95 : 0),
                        where == 1
                                ? (random.nextBoolean()
                                        ? 180 - random.nextDouble() * 0.05
                                        : -180 + random.nextDouble() * 0.02)
                                : random.nextDouble() * 0.05);
            }
            PositionsRecorded recorded = post(batch);
            for (GeofenceCrossing crossing : recorded.crossings()) {
                boolean enters = crossing.kind() == GeofenceCrossing.Kind.ENTER;
                assertThat(isInside.getOrDefault(crossing.geofenceId(), false)).isEqualTo(!enters);
                isInside.put(crossing.geofenceId(), enters);
                crossings++;
            }
            Position last = batch[batch.length - 1];
            for (Geofence fence : fences) {
                assertThat(isInside.getOrDefault(fence.id(), false))
                        .as(fence.id())
                        .isEqualTo(fence.shape().contains(last.lat(), last.lon()));
            }
        }
        assertThat(crossings).isGreaterThan(100);
    }

    private PositionsRecorded post(Position... positions) {
        return post(RECEIVED_AT, positions);
    }

    private PositionsRecorded post(long receivedAt, Position... positions) {
        List<Position> all = List.of(positions);
        List<GeofenceCrossing> crossings = Crossings.of(index, "c-1", inside, all, receivedAt);
        PositionsRecorded event = new PositionsRecorded(receivedAt, 0, 0, null, all, null, crossings);
        inside = Crossings.after(inside, event);
        crossings.forEach(it ->
                said.add(it.index() + " " + it.kind().text() + " " + it.geofenceId() + " " + it.enteredAtMillis()));
        return event;
    }

    /** At 0 degrees of longitude. */
    private static Position at(long millis, double lat) {
        return Position.of(Instant.ofEpochMilli(millis), lat, 0);
    }

    private static Position of(String orderId, long millis) {
        Position bare = at(millis, 0.001);
        double unknown = Double.NaN;
        return new Position(
                millis, bare.lat(), bare.lon(), unknown, unknown, unknown, unknown, unknown, orderId, Map.of(), false);
    }

    private static Geofence circle(String id, double lat, double lon, double radiusM, Duration dwell) {
        return new Geofence(id, new Shape.Circle(lat, lon, radiusM), null, null, dwell, "");
    }
}
