package io.rastro.parcel;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.AvroFields;
import io.rastro.sharding.MessageSerializer;
import io.rastro.sharding.live.FeedMessages;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;

/** The product's serializer of messages between nodes with one kind more: there it is a line in {@link MessageSerializer#KINDS}. */
public final class ParcelMessages extends MessageSerializer {

    private static final List<MessageKind<?>> PARCELS = List.of(
            new MessageKind<>(
                    Parcel.Record.class, "parcel-record.v1", ParcelMessages::writeRecord, ParcelMessages::readRecord),
            new MessageKind<>(
                    Parcel.Get.class,
                    "parcel-get.v1",
                    (get, out, refs) -> writeRef(get.replyTo(), out, refs),
                    (in, refs) -> new Parcel.Get(readRef(in, refs))),
            new MessageKind<>(
                    Parcel.Watch.class,
                    "parcel-watch.v1",
                    (watch, out, refs) -> {
                        FeedMessages.writeCursor(watch.cursor(), out);
                        writeRef(watch.watcher(), out, refs);
                    },
                    (in, refs) -> new Parcel.Watch(FeedMessages.readCursor(in), readRef(in, refs))),
            new MessageKind<>(
                    ParcelReply.Recorded.class,
                    "parcel-recorded.v1",
                    (recorded, out, refs) -> {
                        out.writeInt(recorded.accepted());
                        out.writeInt(recorded.duplicates());
                        out.writeLong(recorded.seqNr());
                    },
                    (in, refs) -> new ParcelReply.Recorded(in.readInt(), in.readInt(), in.readLong())),
            new MessageKind<>(
                    ParcelReply.Known.class,
                    "parcel-known.v1",
                    (known, out, refs) -> {
                        out.writeInt(known.scans());
                        out.writeLong(known.seqNr());
                    },
                    (in, refs) -> new ParcelReply.Known(in.readInt(), in.readLong())),
            new MessageKind<>(
                    ParcelReply.Busy.class,
                    "parcel-busy.v1",
                    (busy, out, refs) -> out.writeString(busy.reason()),
                    (in, refs) -> new ParcelReply.Busy(in.readString())),
            new MessageKind<>(
                    ParcelReply.Moving.class,
                    "parcel-moving.v1",
                    (moving, out, refs) -> {},
                    (in, refs) -> ParcelReply.Moving.INSTANCE));

    public ParcelMessages(ExtendedActorSystem system) {
        super(
                system,
                Stream.of(KINDS, PARCELS).<MessageKind<?>>flatMap(List::stream).toList());
    }

    private static void writeRecord(Parcel.Record told, Encoder out, ActorRefResolver refs) throws IOException {
        AvroFields.writeArray(told.scans(), out, Scan::write);
        out.writeLong(told.receivedAtMillis());
        writeRef(told.replyTo(), out, refs);
    }

    private static Parcel.Record readRecord(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new Parcel.Record(AvroFields.readArray(in, new Scan.Reading()), in.readLong(), readRef(in, refs));
    }
}
