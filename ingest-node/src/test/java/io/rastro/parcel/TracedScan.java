package io.rastro.parcel;

import io.rastro.protocol.AvroReader;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** A scan with its place in the journal: what the topic, the table and the lake carry. */
public record TracedScan(String parcelId, long seqNr, int index, long receivedAtMillis, Scan scan) {

    static final Schema SCHEMA = AvroSchemas.load("parcel/ParcelScan");

    static List<TracedScan> of(String parcelId, long seqNr, ParcelScanned event) {
        List<TracedScan> traced = new ArrayList<>();
        for (Scan scan : event.scans()) {
            traced.add(new TracedScan(parcelId, seqNr, traced.size(), event.receivedAtMillis(), scan));
        }
        return traced;
    }

    public EventId eventId() {
        return new EventId(Parcel.persistenceId(parcelId), seqNr, index);
    }

    byte[] toConfluent(int schemaId) {
        return ConfluentFormat.encode(schemaId, this, TracedScan::write);
    }

    private static void write(TracedScan traced, Encoder out) throws IOException {
        out.writeString(traced.eventId().toString());
        out.writeString(traced.parcelId());
        out.writeLong(traced.seqNr());
        out.writeInt(traced.index());
        out.writeLong(traced.receivedAtMillis());
        Scan.write(traced.scan(), out);
    }

    static AvroReader<TracedScan> readerOf(Schema writer) {
        return new AvroReader<>(writer, SCHEMA, new Reading());
    }

    private static final class Reading implements AvroReader.Reading<TracedScan> {

        private final String[] texts = new String[4];
        private final long[] numbers = new long[3];
        private int index;

        @Override
        public TracedScan read(Decoder in) throws IOException {
            AvroReader.readFields(in, 8, this::readField);
            return new TracedScan(texts[1], numbers[0], index, numbers[1], new Scan(texts[2], texts[3], numbers[2]));
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0, 1 -> texts[field] = in.readString();
                case 2 -> numbers[0] = in.readLong();
                case 3 -> index = in.readInt();
                case 4 -> numbers[1] = in.readLong();
                case 5 -> texts[2] = in.readString();
                case 6 -> texts[3] = in.readString();
                case 7 -> numbers[2] = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
