package io.rastro.sharding.area;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2Point;
import com.google.common.geometry.S2Region;
import com.google.common.geometry.S2RegionCoverer;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The live positions of couriers, found by place: in the order of the smallest S2 cells that they are in, in which each larger
 * cell is one range. Not thread-safe.
 */
final class AreaMap {

    private static final S2RegionCoverer COVERER =
            S2RegionCoverer.builder().setMaxCells(20).build();
    private static final double FIRST_RADIUS_M = 500;
    private static final int WIDER = 4;
    private static final int CELLS_OF_A_WINDOW = 64;
    private static final double CELL_OF_LEVEL_0 = 4 * Math.PI / 6;

    private final NavigableMap<Place, TracedPosition> byPlace = new TreeMap<>();
    private final Map<String, Place> places = new HashMap<>();

    private record Place(long cell, String courierId) implements Comparable<Place> {

        /** Behind every courier id, which is of ASCII. */
        private static final String LAST = "\uffff";

        static Place of(TracedPosition at) {
            Position position = at.position();
            return new Place(
                    S2CellId.fromLatLng(S2LatLng.fromDegrees(position.lat(), position.lon()))
                            .id(),
                    at.courierId());
        }

        @Override
        public int compareTo(Place other) {
            int byCell = Long.compareUnsigned(cell, other.cell);
            return byCell != 0 ? byCell : courierId.compareTo(other.courierId);
        }
    }

    int size() {
        return places.size();
    }

    Collection<TracedPosition> all() {
        return byPlace.values();
    }

    /** @return where it was before; null: it was not here */
    @Nullable
    TracedPosition put(TracedPosition at) {
        Place now = Place.of(at);
        Place before = places.put(at.courierId(), now);
        TracedPosition was = before == null ? null : byPlace.remove(before);
        byPlace.put(now, at);
        return was;
    }

    /** @return where it was; null: it was not here */
    @Nullable
    TracedPosition remove(String courierId) {
        Place before = places.remove(courierId);
        return before == null ? null : byPlace.remove(before);
    }

    /** @return null when there are more than {@code most} */
    @Nullable
    List<TracedPosition> within(Bbox window, int most) {
        List<TracedPosition> found = new ArrayList<>();
        boolean all = eachIn(window.region(), at -> {
            if (window.contains(at.position().lat(), at.position().lon())) {
                found.add(at);
            }
            return found.size() <= most;
        });
        return all ? found : null;
    }

    /** How many are where in a window, by cells of which some {@value #CELLS_OF_A_WINDOW} cover it. */
    List<Cluster> clusters(Bbox window) {
        int level = levelFor(window);
        Map<Long, Sum> sums = new HashMap<>();
        for (S2CellId part : COVERER.getCovering(window.region())) {
            for (Map.Entry<Place, TracedPosition> each : in(part).entrySet()) {
                Position position = each.getValue().position();
                if (window.contains(position.lat(), position.lon())) {
                    S2CellId cell = new S2CellId(each.getKey().cell);
                    sums.computeIfAbsent(cell.parent(level).id(), id -> new Sum())
                            .add(cell.toPoint());
                }
            }
        }
        List<Cluster> clusters = new ArrayList<>();
        sums.forEach((cell, sum) -> clusters.add(new Cluster(cell, sum.count, sum.x, sum.y, sum.z)));
        return clusters;
    }

    private static final class Sum {

        private int count;
        private double x;
        private double y;
        private double z;

        private void add(S2Point point) {
            count++;
            x += point.getX();
            y += point.getY();
            z += point.getZ();
        }
    }

    /** The same of those that are known to be inside. */
    static List<Cluster> clusters(Collection<TracedPosition> inside, Bbox window) {
        Map<Long, Cluster> clusters = new HashMap<>();
        int level = levelFor(window);
        for (TracedPosition at : inside) {
            Cluster one = cluster(at, level);
            clusters.merge(one.cell(), one, Cluster::plus);
        }
        return List.copyOf(clusters.values());
    }

    private static Cluster cluster(TracedPosition at, int level) {
        S2LatLng place = S2LatLng.fromDegrees(at.position().lat(), at.position().lon());
        return Cluster.of(S2CellId.fromLatLng(place).parent(level).id(), place.toPoint());
    }

    /** The same on every node, so that their clusters can be added. */
    private static int levelFor(Bbox window) {
        double cell = window.solidAngle() / CELLS_OF_A_WINDOW;
        int level = (int) Math.floor(Math.log(CELL_OF_LEVEL_0 / cell) / Math.log(4));
        return Math.max(0, Math.min(S2CellId.MAX_LEVEL, level));
    }

    /** The nearest first, at most {@code limit}, at most {@code radiusM} away. */
    List<Near> near(double lat, double lon, double radiusM, int limit) {
        for (double radius = Math.min(FIRST_RADIUS_M, radiusM); ; radius = Math.min(radius * WIDER, radiusM)) {
            List<Near> nearest = nearest(lat, lon, radius, limit);
            if (nearest.size() == limit || radius == radiusM) {
                return nearest;
            }
        }
    }

    private List<Near> nearest(double lat, double lon, double radiusM, int limit) {
        PriorityQueue<Near> nearest = new PriorityQueue<>(Near.BY_DISTANCE.reversed());
        eachIn(Distance.cap(lat, lon, radiusM), at -> {
            double distance =
                    Distance.metres(lat, lon, at.position().lat(), at.position().lon());
            if (distance <= radiusM) {
                nearest.add(new Near(at, distance));
                if (nearest.size() > limit) {
                    nearest.remove();
                }
            }
            return true;
        });
        return nearest.stream().sorted(Near.BY_DISTANCE).toList();
    }

    /** @return false when {@code goOn} ended it */
    private boolean eachIn(S2Region region, Predicate<TracedPosition> goOn) {
        for (S2CellId cell : COVERER.getCovering(region)) {
            for (TracedPosition at : in(cell).values()) {
                if (!goOn.test(at)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Map<Place, TracedPosition> in(S2CellId cell) {
        Place first = new Place(cell.rangeMin().id(), "");
        Place last = new Place(cell.rangeMax().id(), Place.LAST);
        return byPlace.subMap(first, true, last, true);
    }
}
