package io.rastro.parcel;

import io.rastro.protocol.AvroReader;
import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** @param scanId by which the same scan is recognised when it is told again */
public record Scan(String scanId, String place, long scannedAtMillis) {

    static void write(Scan scan, Encoder out) throws IOException {
        out.writeString(scan.scanId());
        out.writeString(scan.place());
        out.writeLong(scan.scannedAtMillis());
    }

    /** One a thread: it reuses its fields. */
    static final class Reading implements AvroReader.Reading<Scan> {

        private String scanId = "";
        private String place = "";
        private long scannedAtMillis;

        @Override
        public Scan read(Decoder in) throws IOException {
            AvroReader.readFields(in, 3, this::readField);
            return new Scan(scanId, place, scannedAtMillis);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> scanId = in.readString();
                case 1 -> place = in.readString();
                case 2 -> scannedAtMillis = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
