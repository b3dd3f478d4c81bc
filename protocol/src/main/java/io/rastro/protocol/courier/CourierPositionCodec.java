package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The value of topic {@code courier.positions}: {@link TracedPosition} as {@code courier/CourierPosition.avsc} says. */
public final class CourierPositionCodec {

    public static final Schema SCHEMA = AvroSchemas.load("courier/CourierPosition");

    /** eventId, courierId, seq, index, receivedAt: what stands before the position's own fields. */
    private static final int TRACE_FIELDS = 5;

    private CourierPositionCodec() {}

    public static void encode(TracedPosition traced, Encoder out) throws IOException {
        // The text of traced.eventId(), put together at once.
        out.writeString(CourierId.ENTITY_TYPE + '~' + traced.courierId() + '~' + traced.seqNr() + '~' + traced.index());
        out.writeString(traced.courierId());
        out.writeLong(traced.seqNr());
        out.writeInt(traced.index());
        out.writeLong(traced.receivedAtMillis());
        PositionFields.encode(traced.position(), out);
    }

    /**
     * The value in the Confluent wire format. Any thread.
     *
     * @param schemaId the registry's id of {@link #SCHEMA}
     */
    public static byte[] toConfluent(int schemaId, TracedPosition traced) {
        return ConfluentFormat.encode(schemaId, traced, CourierPositionCodec::encode);
    }

    /**
     * Reads what one schema wrote: keep one for each schema id. Making it resolves the schemas, reading does not.
     *
     * <p>Not thread-safe.
     */
    public static final class Reader {

        private final PositionFields position = new PositionFields();
        private final AvroReader<TracedPosition> reader;
        private String courierId = "";
        private long seqNr;
        private int index;
        private long receivedAtMillis;

        private Reader(Schema writer) {
            reader = new AvroReader<>(writer, SCHEMA, this::read);
        }

        /** @throws io.rastro.protocol.UndecodableException when that schema cannot be resolved to {@link #SCHEMA} */
        public static Reader of(Schema writer) {
            return new Reader(writer);
        }

        /**
         * @param offset where Avro's bytes begin: {@link ConfluentFormat#HEADER_BYTES} in a Kafka value
         * @param length how many they are
         * @throws io.rastro.protocol.UndecodableException when they are not a position
         */
        public TracedPosition read(byte[] bytes, int offset, int length) {
            return reader.read(bytes, offset, length);
        }

        private TracedPosition read(Decoder in) throws IOException {
            AvroReader.readFields(in, TRACE_FIELDS + PositionFields.COUNT, this::read);
            return new TracedPosition(courierId, seqNr, index, receivedAtMillis, position.toPosition());
        }

        private void read(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> in.skipString(); // the event id: said again by the fields that follow
                case 1 -> courierId = in.readString();
                case 2 -> seqNr = in.readLong();
                case 3 -> index = in.readInt();
                case 4 -> receivedAtMillis = in.readLong();
                default -> position.read(field - TRACE_FIELDS, in);
            }
        }
    }
}
