package io.rastro.node;

import io.rastro.sharding.geofence.GeofenceStore;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Geofences in a map: what is tested with them is HTTP, not Cassandra. */
public final class MemoryGeofences implements GeofenceStore {

    /** While true, nothing is written. */
    public volatile boolean away;

    private final Map<String, Stored> stored = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Map<String, UUID>> versions() {
        return CompletableFuture.completedStage(stored.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().version())));
    }

    @Override
    public CompletionStage<Optional<Stored>> read(String id) {
        return CompletableFuture.completedStage(Optional.ofNullable(stored.get(id)));
    }

    @Override
    public CompletionStage<Boolean> write(String id, String json) {
        return away
                ? CompletableFuture.failedStage(new IllegalStateException("away"))
                : CompletableFuture.completedStage(stored.put(id, new Stored(UUID.randomUUID(), json)) == null);
    }

    @Override
    public CompletionStage<Boolean> delete(String id) {
        return CompletableFuture.completedStage(stored.remove(id) != null);
    }
}
