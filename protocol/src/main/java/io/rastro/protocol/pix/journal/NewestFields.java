package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.pix.PixKind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** An array of {@code RecordedNewest}: by kind, the last event with an item of it. */
final class NewestFields {

    private NewestFields() {}

    /** Sorted, so that the same is always the same bytes. */
    static void write(Map<PixKind, Long> newest, Encoder out) throws IOException {
        AvroFields.writeArray(new TreeMap<>(newest).entrySet(), out, (each, to) -> {
            to.writeString(each.getKey().word());
            to.writeLong(each.getValue());
        });
    }

    static Map<PixKind, Long> read(Decoder in) throws IOException {
        Map<PixKind, Long> read = new EnumMap<>(PixKind.class);
        Reading each = new Reading();
        AvroFields.readArray(in, each).forEach(newest -> read.put(newest.kind(), newest.seqNr()));
        return read;
    }

    private record Newest(PixKind kind, long seqNr) {}

    private static final class Reading implements AvroReader.Reading<Newest> {

        private String kind = "";
        private long seqNr;

        @Override
        public Newest read(Decoder in) throws IOException {
            AvroReader.readFields(in, 2, (field, from) -> {
                if (field == 0) {
                    kind = from.readString();
                } else {
                    seqNr = from.readLong();
                }
            });
            return new Newest(ItemFields.kind(kind), seqNr);
        }
    }
}
