package io.rastro.sharding.area;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;

/** One of each, and the same with as little as possible. */
public final class AreaMessagesSamples {

    private static final Bbox WINDOW = new Bbox(170.5, -23.6, -170.5, 23.5);
    private static final Cluster CLUSTER = new Cluster(0x94ce59c4L << 32, 17, 0.25, -0.5, 0.75);

    private AreaMessagesSamples() {}

    public static List<RemoteMessage> of(TracedPosition at, ActorRef<?> someone) {
        return List.of(
                new AreaIndex.Watch(3, WINDOW, 500, someone.unsafeUpcast()),
                new AreaIndex.Within(WINDOW, 500, someone.unsafeUpcast()),
                new AreaIndex.Around(-23.5, -46.6, 1_500.5, 10, someone.unsafeUpcast()),
                new Found.Couriers(List.of(at)),
                new Found.Couriers(List.of()),
                new Found.Clusters(List.of(CLUSTER)),
                new Found.Clusters(List.of()),
                new Found.Nearest(List.of(new Near(at, 12.5))),
                new Found.Nearest(List.of()),
                new AreaFeed.View(3, 1, List.of(at), false),
                new AreaFeed.View(3, 2, List.of(), true),
                new AreaFeed.Crowd(3, List.of(CLUSTER)),
                new AreaFeed.Seen(3, 4, at),
                new AreaFeed.Left(3, 5, "c-17", true),
                new AreaFeed.Still(3, 5));
    }
}
