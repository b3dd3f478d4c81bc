package io.rastro.sharding.geofence;

import io.rastro.protocol.courier.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.strtree.STRtree;

/** The geofences of the cluster, as a node knows them at one moment. Does not change; any thread. */
public final class GeofenceIndex {

    /** Each is looked at by every node, and read by it at its start. */
    public static final int MOST = 10_000;

    /** Of all together: some 30 MB of a node's heap. */
    public static final int MOST_VERTICES = 200_000;

    public static final GeofenceIndex EMPTY = new GeofenceIndex(List.of());

    private final NavigableMap<String, Geofence> byId = new TreeMap<>();
    private final int vertices;
    private final STRtree byPlace = new STRtree();

    public GeofenceIndex(Collection<Geofence> geofences) {
        for (Geofence geofence : geofences) {
            byId.put(geofence.id(), geofence);
        }
        for (Geofence geofence : byId.values()) {
            geofence.shape().envelopes().forEach(envelope -> byPlace.insert(envelope, geofence));
        }
        vertices =
                byId.values().stream().mapToInt(each -> each.shape().vertices()).sum();
        byPlace.build(); // or the first who asks would build it, whatever the thread
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }

    public int size() {
        return byId.size();
    }

    /** Whether there is room for this one, in place of any with its id. */
    public boolean hasRoomFor(Geofence geofence) {
        Geofence before = byId.get(geofence.id());
        int others = vertices - (before == null ? 0 : before.shape().vertices());
        return (before != null || size() < MOST) && others + geofence.shape().vertices() <= MOST_VERTICES;
    }

    public @Nullable Geofence get(String id) {
        return byId.get(id);
    }

    /**
     * By id.
     *
     * @param after only ids above this one; empty: from the first
     */
    public List<Geofence> page(String after, int limit) {
        return byId.tailMap(after, false).values().stream().limit(limit).toList();
    }

    /** Which have this position inside, and apply to it; by id, because replays should find the same order. */
    Map<String, Geofence> around(String courierId, Position position) {
        if (isEmpty()) {
            return new HashMap<>(0); // whoever asks takes out of it
        }
        List<Geofence> found = new ArrayList<>();
        candidates(position.lat(), position.lon(), found);
        if (Math.abs(position.lon()) == 180) {
            candidates(position.lat(), -position.lon(), found);
        }
        Map<String, Geofence> inside = found.size() > 1 ? new TreeMap<>() : new HashMap<>(2);
        for (Geofence candidate : found) {
            if (candidate.has(courierId, position)) {
                inside.put(candidate.id(), candidate);
            }
        }
        return inside;
    }

    private void candidates(double lat, double lon, List<Geofence> into) {
        byPlace.query(new Envelope(lon, lon, lat, lat), item -> into.add((Geofence) item));
    }
}
