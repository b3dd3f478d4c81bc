package io.rastro.sharding.geofence;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import io.rastro.sharding.geofence.GeofenceKeeper.Applied;
import io.rastro.sharding.geofence.GeofenceKeeper.Changed;
import io.rastro.sharding.remote.MessageKind;
import java.util.List;

/** How what nodes tell each other of geofences is written. */
public final class GeofenceMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(
                    Changed.class,
                    "geofence-changed.v1",
                    (changed, out, refs) -> {
                        out.writeString(changed.id());
                        writeRef(changed.replyTo(), out, refs);
                    },
                    (in, refs) -> new Changed(in.readString(), readRef(in, refs))),
            new MessageKind<>(
                    Applied.class, "geofence-applied.v1", (applied, out, refs) -> {}, (in, refs) -> Applied.INSTANCE));

    private GeofenceMessages() {}
}
