package io.rastro.sharding.courier;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.EventBytes;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.FeedMessages;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** How the messages to and from a courier are written for other nodes. */
public final class CourierMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(
                    Courier.Record.class, "record.v1", CourierMessages::writeRecord, CourierMessages::readRecord),
            new MessageKind<>(
                    Courier.GetLatest.class,
                    "get-latest.v1",
                    (get, out, refs) -> writeRef(get.replyTo(), out, refs),
                    (in, refs) -> new Courier.GetLatest(readRef(in, refs))),
            new MessageKind<>(
                    Courier.Latest.class, "latest.v1", CourierMessages::writeLatest, CourierMessages::readLatest),
            new MessageKind<>(
                    Courier.GetInside.class,
                    "get-inside.v1",
                    (get, out, refs) -> writeRef(get.replyTo(), out, refs),
                    (in, refs) -> new Courier.GetInside(readRef(in, refs))),
            new MessageKind<>(
                    Courier.Inside.class, "inside.v1", CourierMessages::writeInside, CourierMessages::readInside),
            new MessageKind<>(
                    CourierOrders.ChangeOrder.class,
                    "change-order.v1",
                    CourierMessages::writeChangeOrder,
                    CourierMessages::readChangeOrder),
            new MessageKind<>(
                    CourierOrders.GetOrder.class,
                    "get-order.v1",
                    (get, out, refs) -> writeRef(get.replyTo(), out, refs),
                    (in, refs) -> new CourierOrders.GetOrder(readRef(in, refs))),
            new MessageKind<>(
                    CourierOrders.Order.class, "order.v1", CourierMessages::writeOrder, CourierMessages::readOrder),
            new MessageKind<>(Courier.Watch.class, "watch.v1", CourierMessages::writeWatch, CourierMessages::readWatch),
            new MessageKind<>(
                    Feed.Subscribed.class,
                    "feed-subscribed.v1",
                    CourierMessages::isOfPositions,
                    CourierMessages::writeSubscribed,
                    CourierMessages::readSubscribed),
            new MessageKind<>(
                    Feed.Recorded.class,
                    "feed-recorded.v1",
                    CourierMessages::isOfPositions,
                    (recorded, out, refs) -> writeToWatchers(recorded, out),
                    (in, refs) -> readToWatchers(in)),
            new MessageKind<>(
                    Courier.Reply.Recorded.class,
                    "recorded.v1",
                    CourierMessages::writeRecorded,
                    CourierMessages::readRecorded),
            new MessageKind<>(
                    Courier.Reply.Busy.class,
                    "busy.v1",
                    (busy, out, refs) -> out.writeString(busy.reason()),
                    (in, refs) -> new Courier.Reply.Busy(in.readString())),
            new MessageKind<>(
                    Courier.Reply.Moving.class,
                    "moving.v1",
                    (moving, out, refs) -> {},
                    (in, refs) -> Courier.Reply.Moving.INSTANCE));

    private CourierMessages() {}

    private static void writeRecord(Courier.Record post, Encoder out, ActorRefResolver refs) throws IOException {
        writeRef(post.replyTo(), out, refs);
        EventBytes.write(
                new PositionsRecorded(post.receivedAtMillis(), 0, 0, post.idempotencyKey(), post.positions()), out);
    }

    private static Courier.Record readRecord(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        ActorRef<Courier.Reply> replyTo = readRef(in, refs);
        PositionsRecorded post = EventBytes.read(in);
        return new Courier.Record(post.positions(), post.idempotencyKey(), post.receivedAtMillis(), replyTo);
    }

    private static void writeLatest(Courier.Latest latest, Encoder out, ActorRefResolver refs) throws IOException {
        EventBytes.writeTraced(latest.latest(), out);
        out.writeLong(latest.positionCount());
        out.writeLong(latest.seqNr());
    }

    private static Courier.Latest readLatest(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new Courier.Latest(EventBytes.readTraced(in), in.readLong(), in.readLong());
    }

    private static void writeInside(Courier.Inside inside, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeInt(inside.inside().size());
        for (InsideGeofence each : inside.inside()) {
            out.writeString(each.geofenceId());
            out.writeLong(each.enteredAtMillis());
            out.writeLong(each.enteredReceivedAtMillis());
            out.writeBoolean(each.dwelt());
        }
    }

    private static Courier.Inside readInside(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        int size = in.readInt();
        List<InsideGeofence> inside = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            inside.add(new InsideGeofence(in.readString(), in.readLong(), in.readLong(), in.readBoolean()));
        }
        return new Courier.Inside(inside);
    }

    private static void writeChangeOrder(CourierOrders.ChangeOrder said, Encoder out, ActorRefResolver refs)
            throws IOException {
        writeText(said.orderId(), out);
        out.writeString(said.change().text());
        out.writeLong(said.receivedAtMillis());
        writeRef(said.replyTo(), out, refs);
    }

    private static CourierOrders.ChangeOrder readChangeOrder(BinaryDecoder in, ActorRefResolver refs)
            throws IOException {
        return new CourierOrders.ChangeOrder(
                readText(in),
                OrderChange.of(in.readString()).orElseThrow(() -> new IOException("no such change of an order")),
                in.readLong(),
                readRef(in, refs));
    }

    private static void writeOrder(CourierOrders.Order order, Encoder out, ActorRefResolver refs) throws IOException {
        writeText(order.order().assigned(), out);
        out.writeLong(order.order().assignedAtMillis());
        writeText(order.order().serving(), out);
        out.writeLong(order.seqNr());
    }

    private static CourierOrders.Order readOrder(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new CourierOrders.Order(new ServedOrder(readText(in), in.readLong(), readText(in)), in.readLong());
    }

    private static void writeText(@Nullable String text, Encoder out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String readText(BinaryDecoder in) throws IOException {
        return in.readBoolean() ? in.readString() : null;
    }

    private static void writeWatch(Courier.Watch watch, Encoder out, ActorRefResolver refs) throws IOException {
        FeedMessages.writeCursor(watch.cursor(), out);
        writeRef(watch.watcher(), out, refs);
    }

    private static Courier.Watch readWatch(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new Courier.Watch(FeedMessages.readCursor(in), readRef(in, refs));
    }

    // What watchers are told: in a form that is older than that of any other kind of entity

    /** An answer without anything in it has this form, whoever gives it. */
    private static boolean isOfPositions(Feed.Subscribed subscribed) {
        return (subscribed.latest() == null || subscribed.latest() instanceof PositionFrame)
                && subscribed.backlog().stream().allMatch(CourierMessages::isOfPositions);
    }

    private static boolean isOfPositions(Feed.Recorded recorded) {
        return recorded.event() instanceof PositionsRecorded;
    }

    private static void writeSubscribed(Feed.Subscribed subscribed, Encoder out, ActorRefResolver refs)
            throws IOException {
        writeRef(subscribed.entity(), out, refs);
        out.writeLong(subscribed.lastSeqNr());
        EventBytes.writeTraced(subscribed.latest() instanceof PositionFrame latest ? latest.position() : null, out);
        out.writeInt(subscribed.backlog().size());
        for (Feed.Recorded recorded : subscribed.backlog()) {
            writeToWatchers(recorded, out);
        }
    }

    private static Feed.Subscribed readSubscribed(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        ActorRef<?> entity = readRef(in, refs);
        long lastSeqNr = in.readLong();
        TracedPosition latest = EventBytes.readTraced(in);
        int size = in.readInt();
        List<Feed.Recorded> backlog = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            backlog.add(readToWatchers(in));
        }
        return new Feed.Subscribed(entity, lastSeqNr, latest == null ? null : new PositionFrame(latest), backlog);
    }

    private static void writeToWatchers(Feed.Recorded recorded, Encoder out) throws IOException {
        out.writeLong(recorded.seqNr());
        EventBytes.write((PositionsRecorded) recorded.event(), out);
    }

    private static Feed.Recorded readToWatchers(BinaryDecoder in) throws IOException {
        return new Feed.Recorded(in.readLong(), EventBytes.read(in));
    }

    private static void writeRecorded(Courier.Reply.Recorded recorded, Encoder out, ActorRefResolver refs)
            throws IOException {
        out.writeInt(recorded.accepted());
        out.writeInt(recorded.duplicates());
        out.writeLong(recorded.seqNr());
        out.writeBoolean(recorded.replayed());
        out.writeInt(recorded.recorded());
    }

    private static Courier.Reply.Recorded readRecorded(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new Courier.Reply.Recorded(in.readInt(), in.readInt(), in.readLong(), in.readBoolean(), in.readInt());
    }
}
