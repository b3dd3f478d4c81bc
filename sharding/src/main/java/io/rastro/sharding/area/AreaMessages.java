package io.rastro.sharding.area;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.EventBytes;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;

/** How those who ask for areas and the nodes' indexes write to each other. */
public final class AreaMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(
                    AreaIndex.Watch.class, "area-watch.v1", AreaMessages::writeWatch, AreaMessages::readWatch),
            new MessageKind<>(
                    AreaIndex.Within.class, "area-within.v1", AreaMessages::writeWithin, AreaMessages::readWithin),
            new MessageKind<>(
                    AreaIndex.Around.class, "area-around.v1", AreaMessages::writeAround, AreaMessages::readAround),
            new MessageKind<>(
                    Found.Couriers.class,
                    "area-couriers.v1",
                    (found, out, refs) -> writeAll(found.couriers(), out, EventBytes::writeTraced),
                    (in, refs) -> new Found.Couriers(readAll(in, AreaMessages::readTraced))),
            new MessageKind<>(
                    Found.Clusters.class,
                    "area-clusters.v1",
                    (found, out, refs) -> writeAll(found.clusters(), out, AreaMessages::writeCluster),
                    (in, refs) -> new Found.Clusters(readAll(in, AreaMessages::readCluster))),
            new MessageKind<>(
                    Found.Nearest.class,
                    "area-nearest.v1",
                    (found, out, refs) -> writeAll(found.couriers(), out, AreaMessages::writeNear),
                    (in, refs) -> new Found.Nearest(readAll(in, AreaMessages::readNear))),
            new MessageKind<>(AreaFeed.View.class, "area-view.v1", AreaMessages::writeView, AreaMessages::readView),
            new MessageKind<>(
                    AreaFeed.Crowd.class,
                    "area-crowd.v1",
                    (crowd, out, refs) -> {
                        out.writeLong(crowd.id());
                        writeAll(crowd.clusters(), out, AreaMessages::writeCluster);
                    },
                    (in, refs) -> new AreaFeed.Crowd(in.readLong(), readAll(in, AreaMessages::readCluster))),
            new MessageKind<>(
                    AreaFeed.Seen.class,
                    "area-seen.v1",
                    (seen, out, refs) -> {
                        out.writeLong(seen.id());
                        out.writeLong(seen.number());
                        EventBytes.writeTraced(seen.at(), out);
                    },
                    (in, refs) -> new AreaFeed.Seen(in.readLong(), in.readLong(), readTraced(in))),
            new MessageKind<>(
                    AreaFeed.Left.class,
                    "area-left.v1",
                    (left, out, refs) -> {
                        out.writeLong(left.id());
                        out.writeLong(left.number());
                        out.writeString(left.courierId());
                        out.writeBoolean(left.moving());
                    },
                    (in, refs) -> new AreaFeed.Left(in.readLong(), in.readLong(), in.readString(), in.readBoolean())),
            new MessageKind<>(
                    AreaFeed.Still.class,
                    "area-still.v1",
                    (still, out, refs) -> {
                        out.writeLong(still.id());
                        out.writeLong(still.number());
                    },
                    (in, refs) -> new AreaFeed.Still(in.readLong(), in.readLong())));

    private AreaMessages() {}

    @FunctionalInterface
    private interface Writing<T> {
        void write(T item, Encoder out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(BinaryDecoder in) throws IOException;
    }

    private static <T> void writeAll(List<T> items, Encoder out, Writing<T> writing) throws IOException {
        out.writeInt(items.size());
        for (T item : items) {
            writing.write(item, out);
        }
    }

    private static <T> List<T> readAll(BinaryDecoder in, Reading<T> reading) throws IOException {
        int size = in.readInt();
        List<T> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(reading.read(in));
        }
        return items;
    }

    private static TracedPosition readTraced(BinaryDecoder in) throws IOException {
        return Objects.requireNonNull(EventBytes.readTraced(in));
    }

    private static void writeCluster(Cluster cluster, Encoder out) throws IOException {
        out.writeLong(cluster.cell());
        out.writeInt(cluster.count());
        out.writeDouble(cluster.x());
        out.writeDouble(cluster.y());
        out.writeDouble(cluster.z());
    }

    private static Cluster readCluster(BinaryDecoder in) throws IOException {
        return new Cluster(in.readLong(), in.readInt(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    private static void writeNear(Near near, Encoder out) throws IOException {
        EventBytes.writeTraced(near.at(), out);
        out.writeDouble(near.distanceM());
    }

    private static Near readNear(BinaryDecoder in) throws IOException {
        return new Near(readTraced(in), in.readDouble());
    }

    private static void writeBbox(Bbox window, Encoder out) throws IOException {
        out.writeDouble(window.minLon());
        out.writeDouble(window.minLat());
        out.writeDouble(window.maxLon());
        out.writeDouble(window.maxLat());
    }

    private static Bbox readBbox(BinaryDecoder in) throws IOException {
        return new Bbox(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    private static void writeWatch(AreaIndex.Watch watch, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeLong(watch.id());
        writeBbox(watch.window(), out);
        out.writeInt(watch.most());
        writeRef(watch.watcher(), out, refs);
    }

    private static AreaIndex.Watch readWatch(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new AreaIndex.Watch(in.readLong(), readBbox(in), in.readInt(), readRef(in, refs));
    }

    private static void writeWithin(AreaIndex.Within within, Encoder out, ActorRefResolver refs) throws IOException {
        writeBbox(within.window(), out);
        out.writeInt(within.most());
        writeRef(within.replyTo(), out, refs);
    }

    private static AreaIndex.Within readWithin(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new AreaIndex.Within(readBbox(in), in.readInt(), readRef(in, refs));
    }

    private static void writeAround(AreaIndex.Around around, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeDouble(around.lat());
        out.writeDouble(around.lon());
        out.writeDouble(around.radiusM());
        out.writeInt(around.most());
        writeRef(around.replyTo(), out, refs);
    }

    private static AreaIndex.Around readAround(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new AreaIndex.Around(in.readDouble(), in.readDouble(), in.readDouble(), in.readInt(), readRef(in, refs));
    }

    private static void writeView(AreaFeed.View view, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeLong(view.id());
        out.writeLong(view.number());
        writeAll(view.couriers(), out, EventBytes::writeTraced);
        out.writeBoolean(view.last());
    }

    private static AreaFeed.View readView(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new AreaFeed.View(in.readLong(), in.readLong(), readAll(in, AreaMessages::readTraced), in.readBoolean());
    }
}
