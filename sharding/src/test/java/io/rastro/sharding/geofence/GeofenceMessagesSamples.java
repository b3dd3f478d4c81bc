package io.rastro.sharding.geofence;

import akka.actor.typed.ActorRef;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;

/** One of each. */
public final class GeofenceMessagesSamples {

    private GeofenceMessagesSamples() {}

    public static List<RemoteMessage> of(ActorRef<?> someone) {
        return List.of(new GeofenceKeeper.Changed("loja-1", someone.unsafeUpcast()), GeofenceKeeper.Applied.INSTANCE);
    }
}
