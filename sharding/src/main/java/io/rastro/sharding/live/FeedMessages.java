package io.rastro.sharding.live;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.EventBytes;
import io.rastro.sharding.live.Feed.Recorded;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** How what an entity tells its watchers is written for other nodes. */
public final class FeedMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(
                    Feed.Subscribed.class,
                    "feed-subscribed.v1",
                    FeedMessages::writeSubscribed,
                    FeedMessages::readSubscribed),
            new MessageKind<>(
                    Feed.TooFarBack.class,
                    "feed-too-far-back.v1",
                    (far, out, refs) -> out.writeLong(far.lastSeqNr()),
                    (in, refs) -> new Feed.TooFarBack(in.readLong())),
            new MessageKind<>(
                    Recorded.class,
                    "feed-recorded.v1",
                    (recorded, out, refs) -> writeRecorded(recorded, out),
                    (in, refs) -> readRecorded(in)),
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
        writeRef(subscribed.entity(), out, refs);
        out.writeLong(subscribed.lastSeqNr());
        EventBytes.writeTraced(subscribed.latest(), out);
        out.writeInt(subscribed.backlog().size());
        for (Recorded recorded : subscribed.backlog()) {
            writeRecorded(recorded, out);
        }
    }

    private static Feed.Subscribed readSubscribed(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        ActorRef<?> entity = readRef(in, refs);
        long lastSeqNr = in.readLong();
        TracedPosition latest = EventBytes.readTraced(in);
        int size = in.readInt();
        List<Recorded> backlog = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            backlog.add(readRecorded(in));
        }
        return new Feed.Subscribed(entity, lastSeqNr, latest, backlog);
    }

    private static void writeRecorded(Recorded recorded, Encoder out) throws IOException {
        out.writeLong(recorded.seqNr());
        EventBytes.write(recorded.event(), out);
    }

    private static Recorded readRecorded(BinaryDecoder in) throws IOException {
        return new Recorded(in.readLong(), EventBytes.read(in));
    }
}
