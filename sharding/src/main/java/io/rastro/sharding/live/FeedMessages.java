package io.rastro.sharding.live;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.AvroFields;
import io.rastro.sharding.journal.EventBytes;
import io.rastro.sharding.live.Feed.Recorded;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** How what an entity of any kind tells its watchers is written for other nodes. The couriers' events have a form of their own. */
public final class FeedMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(
                    Feed.Subscribed.class,
                    "feed-of-any-subscribed.v1",
                    FeedMessages::writeSubscribed,
                    FeedMessages::readSubscribed),
            new MessageKind<>(
                    Recorded.class,
                    "feed-of-any-recorded.v1",
                    (recorded, out, refs) -> writeRecorded(recorded, out),
                    (in, refs) -> readRecorded(in)),
            new MessageKind<>(
                    Feed.TooFarBack.class,
                    "feed-too-far-back.v1",
                    (far, out, refs) -> out.writeLong(far.lastSeqNr()),
                    (in, refs) -> new Feed.TooFarBack(in.readLong())),
            new MessageKind<>(
                    Feed.Newest.class,
                    "feed-newest.v1",
                    (newest, out, refs) -> out.writeLong(newest.seqNr()),
                    (in, refs) -> new Feed.Newest(in.readLong())),
            new MessageKind<>(
                    Feed.Passed.class,
                    "feed-passed.v1",
                    (passed, out, refs) -> out.writeLong(passed.seqNr()),
                    (in, refs) -> new Feed.Passed(in.readLong())));

    private FeedMessages() {}

    public static void writeCursor(@Nullable Cursor cursor, Encoder out) throws IOException {
        out.writeBoolean(cursor != null);
        if (cursor != null) {
            out.writeLong(cursor.seqNr());
            out.writeInt(cursor.index());
        }
    }

    public static @Nullable Cursor readCursor(BinaryDecoder in) throws IOException {
        return in.readBoolean() ? new Cursor(in.readLong(), in.readInt()) : null;
    }

    private static void writeSubscribed(Feed.Subscribed subscribed, Encoder out, ActorRefResolver refs)
            throws IOException {
        if (subscribed.latest() != null) {
            throw new IllegalArgumentException("an item has no form but that of its event");
        }
        writeRef(subscribed.entity(), out, refs);
        out.writeLong(subscribed.lastSeqNr());
        AvroFields.writeArray(subscribed.backlog(), out, FeedMessages::writeRecorded);
    }

    private static Feed.Subscribed readSubscribed(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        ActorRef<?> entity = readRef(in, refs);
        return new Feed.Subscribed(entity, in.readLong(), null, AvroFields.readArray(in, FeedMessages::readRecorded));
    }

    private static void writeRecorded(Recorded recorded, Encoder out) throws IOException {
        out.writeLong(recorded.seqNr());
        EventBytes.writeAny(recorded.event(), out);
    }

    private static Recorded readRecorded(Decoder in) throws IOException {
        return new Recorded(in.readLong(), EventBytes.readAny(in));
    }
}
