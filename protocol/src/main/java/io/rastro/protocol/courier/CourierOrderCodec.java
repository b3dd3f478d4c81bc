package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The value of topic {@code courier.orders}: a {@link TracedOrderChange}, as {@code courier/CourierOrder.avsc} says. */
public final class CourierOrderCodec {

    public static final Schema SCHEMA = AvroSchemas.load("courier/CourierOrder");

    private CourierOrderCodec() {}

    /**
     * The value in the Confluent wire format. Any thread.
     *
     * @param schemaId the registry's id of {@link #SCHEMA}
     */
    public static byte[] toConfluent(int schemaId, TracedOrderChange change) {
        return ConfluentFormat.encode(schemaId, change, CourierOrderCodec::encode);
    }

    private static void encode(TracedOrderChange change, Encoder out) throws IOException {
        out.writeString(change.eventId());
        out.writeString(change.courierId());
        out.writeLong(change.seqNr());
        out.writeInt(change.index());
        out.writeString(change.orderId());
        out.writeString(change.change().text());
        out.writeBoolean(change.named());
        out.writeLong(change.receivedAtMillis());
        out.writeLong(change.atMillis());
    }

    /** Reads values that one version of the schema wrote. Not thread-safe. */
    public static final class Reader {

        private final AvroReader<TracedOrderChange> reader;

        private Reader(Schema writer) {
            this.reader = new AvroReader<>(writer, SCHEMA, new Reading());
        }

        /** @throws UndecodableException when that schema cannot be read as ours */
        public static Reader of(Schema writer) {
            return new Reader(writer);
        }

        /** @throws UndecodableException when the bytes are not what the schema says, or a change that is not known */
        public TracedOrderChange read(byte[] bytes, int offset, int length) {
            return reader.read(bytes, offset, length);
        }
    }

    private static final class Reading implements AvroReader.Reading<TracedOrderChange> {

        private String courierId = "";
        private long seqNr;
        private int index;
        private String orderId = "";
        private String change = "";
        private boolean named;
        private long receivedAtMillis;
        private long atMillis;

        @Override
        public TracedOrderChange read(Decoder in) throws IOException {
            AvroReader.readFields(in, 9, this::readField);
            return new TracedOrderChange(
                    courierId,
                    seqNr,
                    index,
                    orderId,
                    OrderChange.of(change).orElseThrow(() -> new IOException("no such change of an order")),
                    named,
                    receivedAtMillis,
                    atMillis);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> in.readString(); // the event id says nothing that is not in the others
                case 1 -> courierId = in.readString();
                case 2 -> seqNr = in.readLong();
                case 3 -> index = in.readInt();
                case 4 -> orderId = in.readString();
                case 5 -> change = in.readString();
                case 6 -> named = in.readBoolean();
                case 7 -> receivedAtMillis = in.readLong();
                case 8 -> atMillis = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
