package io.rastro.sharding.area;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2Region;
import com.google.common.geometry.S2RegionCoverer;
import io.rastro.protocol.courier.TracedPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the earth of which is asked who is there, for who looks for them somewhere else than in an index. */
public sealed interface AskedArea {

    boolean contains(double lat, double lon);

    /** @param there couriers that are in this area, each once */
    Found answer(Collection<TracedPosition> there, int most);

    S2Region region();

    /** Steradians. */
    double solidAngle();

    /**
     * S2 cells of one level that cover it: nothing inside is in another cell of that level.
     *
     * @param level 0 to 30
     * @return null when there are more than {@code most}
     */
    default @Nullable List<Long> cells(int level, int most) {
        double average = 4 * Math.PI / 6 / Math.pow(4, level);
        // No cell has twice the average: this is only to count no millions of them.
        if (solidAngle() > 2 * average * most) {
            return null;
        }
        ArrayList<S2CellId> covering = new ArrayList<>();
        S2RegionCoverer.builder()
                .setMinLevel(level)
                .setMaxLevel(level)
                .setMaxCells(most)
                .build()
                .getCovering(region(), covering);
        return covering.size() > most
                ? null
                : covering.stream().map(S2CellId::id).toList();
    }

    /** {@link Found.Couriers}, or {@link Found.Clusters} of more than {@code most}. */
    record Window(Bbox bbox) implements AskedArea {

        @Override
        public boolean contains(double lat, double lon) {
            return bbox.contains(lat, lon);
        }

        @Override
        public Found answer(Collection<TracedPosition> there, int most) {
            return there.size() > most
                    ? new Found.Clusters(AreaMap.clusters(there, bbox))
                    : new Found.Couriers(List.copyOf(there));
        }

        @Override
        public S2Region region() {
            return bbox.region();
        }

        @Override
        public double solidAngle() {
            return bbox.solidAngle();
        }
    }

    /**
     * {@link Found.Nearest}: the nearest first, at most {@code most}.
     *
     * @param radiusM metres, above 0, at most {@link Distance#FARTHEST_M}
     */
    record Circle(double lat, double lon, double radiusM) implements AskedArea {

        @Override
        public boolean contains(double otherLat, double otherLon) {
            return Distance.metres(lat, lon, otherLat, otherLon) <= radiusM;
        }

        @Override
        public Found answer(Collection<TracedPosition> there, int most) {
            return new Found.Nearest(there.stream()
                    .map(at -> new Near(
                            at,
                            Distance.metres(
                                    lat, lon, at.position().lat(), at.position().lon())))
                    .sorted(Near.BY_DISTANCE)
                    .limit(most)
                    .toList());
        }

        @Override
        public S2Region region() {
            return Distance.cap(lat, lon, radiusM);
        }

        @Override
        public double solidAngle() {
            return 2 * Math.PI * (1 - Math.cos(radiusM / Distance.EARTH_RADIUS_M));
        }
    }
}
