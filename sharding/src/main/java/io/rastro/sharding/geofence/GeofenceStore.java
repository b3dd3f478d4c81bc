package io.rastro.sharding.geofence;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Where geofences outlive the cluster. What is written is there for everybody who asks afterwards. Any thread. */
public interface GeofenceStore {

    /**
     * @param version another one after each write
     * @param json see {@link GeofenceJson}
     */
    record Stored(UUID version, String json) {}

    /** The version of each that is there. */
    CompletionStage<Map<String, UUID>> versions();

    CompletionStage<Optional<Stored>> read(String id);

    /** @return whether it was not there before */
    CompletionStage<Boolean> write(String id, String json);

    /** @return whether it was there */
    CompletionStage<Boolean> delete(String id);
}
