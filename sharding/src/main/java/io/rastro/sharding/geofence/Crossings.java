package io.rastro.sharding.geofence;

import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.GeofenceCrossing.Kind;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What positions come to at geofences, before they are journaled; and what is so after they were.
 *
 * <p>Only what moves the live position counts: a late fix never crosses anything. Since it is the difference between
 * where the courier was and where it is, what was not seen at one position, because the geofence was new or too much was
 * crossed at once, is found at the next.
 */
public final class Crossings {

    /** A courier is in no more at a time; what is beyond is entered when it has left another. */
    static final int MAX_INSIDE = 64;

    /** Positions of one event behind so many crossings are not looked at; the next event is. */
    static final int MAX_OF_AN_EVENT = 500;

    /**
     * For so long after a courier entered it a geofence that this node does not know may be one of which it has not heard
     * yet, see {@link Geofences}; then it was deleted. By the clocks of the nodes that received the positions: with one that
     * was ahead it takes longer.
     */
    static final long UNHEARD_OF_MILLIS = 60_000;

    private Crossings() {}

    /**
     * @param inside what the courier is in before these positions
     * @param positions of one event, in order, late ones marked
     * @param receivedAtMillis of the event
     */
    public static List<GeofenceCrossing> of(
            GeofenceIndex geofences,
            String courierId,
            List<InsideGeofence> inside,
            List<Position> positions,
            long receivedAtMillis) {
        if (geofences.isEmpty() && inside.isEmpty()) {
            return List.of();
        }
        List<InsideGeofence> now = new ArrayList<>(inside);
        List<GeofenceCrossing> crossings = new ArrayList<>(0);
        for (int i = 0; i < positions.size() && crossings.size() < MAX_OF_AN_EVENT; i++) {
            Position position = positions.get(i);
            if (!position.late()) {
                int before = crossings.size();
                at(geofences, courierId, now, i, position, receivedAtMillis, crossings);
                for (GeofenceCrossing crossing : crossings.subList(before, crossings.size())) {
                    apply(now, crossing, receivedAtMillis);
                }
            }
        }
        return crossings.isEmpty() ? List.of() : List.copyOf(crossings);
    }

    private static void at(
            GeofenceIndex geofences,
            String courierId,
            List<InsideGeofence> inside,
            int index,
            Position position,
            long receivedAtMillis,
            List<GeofenceCrossing> crossings) {
        Map<String, Geofence> around = geofences.around(courierId, position);
        int stays = 0;
        for (InsideGeofence each : inside) {
            String id = each.geofenceId();
            Geofence geofence = around.remove(id);
            if (geofence != null) {
                stays++;
                if (dwells(geofence, each, position)) {
                    crossings.add(new GeofenceCrossing(index, id, Kind.DWELL, each.enteredAtMillis()));
                }
            } else if (geofences.get(id) == null
                    && receivedAtMillis - each.enteredReceivedAtMillis() < UNHEARD_OF_MILLIS) {
                stays++;
            } else {
                crossings.add(new GeofenceCrossing(index, id, Kind.EXIT, each.enteredAtMillis()));
            }
        }
        for (String entered : around.keySet()) {
            if (stays++ < MAX_INSIDE) {
                crossings.add(new GeofenceCrossing(index, entered, Kind.ENTER, position.fixedAtMillis()));
            }
        }
    }

    private static boolean dwells(Geofence geofence, InsideGeofence inside, Position position) {
        return geofence.dwell() != null
                && !inside.dwelt()
                && position.fixedAtMillis() - inside.enteredAtMillis()
                        >= geofence.dwell().toMillis();
    }

    /** What a courier is in after this event. */
    public static List<InsideGeofence> after(List<InsideGeofence> inside, PositionsRecorded event) {
        if (event.crossings().isEmpty()) {
            return inside;
        }
        List<InsideGeofence> now = new ArrayList<>(inside);
        event.crossings().forEach(crossing -> apply(now, crossing, event.receivedAtMillis()));
        return List.copyOf(now);
    }

    private static void apply(List<InsideGeofence> inside, GeofenceCrossing crossing, long receivedAtMillis) {
        if (crossing.kind() == Kind.ENTER) {
            inside.add(new InsideGeofence(crossing.geofenceId(), crossing.enteredAtMillis(), receivedAtMillis, false));
            return;
        }
        for (Iterator<InsideGeofence> each = inside.iterator(); each.hasNext(); ) {
            InsideGeofence one = each.next();
            if (one.geofenceId().equals(crossing.geofenceId())) {
                each.remove();
                if (crossing.kind() == Kind.DWELL) {
                    inside.add(new InsideGeofence(
                            one.geofenceId(), one.enteredAtMillis(), one.enteredReceivedAtMillis(), true));
                }
                return;
            }
        }
    }
}
