package io.rastro.sharding.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.VersionedCodec;
import io.rastro.protocol.courier.CourierJournal;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Journal events inside a message, with the version of the schema that wrote them. */
public final class EventBytes {

    private static final JournalSerializer ANY = new JournalSerializer();

    private EventBytes() {}

    public static <T> void write(VersionedCodec<T> codec, T event, Encoder out) throws IOException {
        out.writeInt(codec.versions().size());
        out.writeBytes(codec.toBytes(event));
    }

    public static <T> T read(VersionedCodec<T> codec, BinaryDecoder in) throws IOException {
        int version = in.readInt();
        return codec.fromBytes(version, in.readBytes(null).array());
    }

    /** Of whatever kind of entity: with its manifest, as it is stored. */
    public static void writeAny(JournalEvent event, Encoder out) throws IOException {
        out.writeString(ANY.manifest(event));
        out.writeBytes(ANY.toBinary(event));
    }

    public static JournalEvent readAny(Decoder in) throws IOException {
        String manifest = in.readString();
        return (JournalEvent) ANY.fromBinary(AvroFields.readBytes(in), manifest);
    }

    public static void write(PositionsRecorded event, Encoder out) throws IOException {
        write(CourierJournal.POSITIONS_RECORDED, event, out);
    }

    public static PositionsRecorded read(BinaryDecoder in) throws IOException {
        return read(CourierJournal.POSITIONS_RECORDED, in);
    }

    public static void writeTraced(@Nullable TracedPosition traced, Encoder out) throws IOException {
        out.writeBoolean(traced != null);
        if (traced != null) {
            out.writeString(traced.courierId());
            out.writeLong(traced.seqNr());
            out.writeInt(traced.index());
            write(new PositionsRecorded(traced.receivedAtMillis(), 0, 0, null, List.of(traced.position())), out);
        }
    }

    public static @Nullable TracedPosition readTraced(BinaryDecoder in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        String courierId = in.readString();
        long seqNr = in.readLong();
        int index = in.readInt();
        PositionsRecorded event = read(in);
        return new TracedPosition(
                courierId,
                seqNr,
                index,
                event.receivedAtMillis(),
                event.positions().get(0));
    }
}
