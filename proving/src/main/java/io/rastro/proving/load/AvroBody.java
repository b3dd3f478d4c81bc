package io.rastro.proving.load;

import io.rastro.protocol.courier.PositionsAvro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * An Avro object container file with the schema that the API asks for. Unlike {@link PositionsAvro} it takes any
 * number, since a load passes on what its input says.
 */
final class AvroBody {

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final byte[] SYNC = "rastro load sync".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCHEMA = PositionsAvro.SCHEMA.toString().getBytes(StandardCharsets.UTF_8);

    private static final int NULL = 0;
    private static final int VALUE = 1;

    private AvroBody() {}

    static byte[] encode(List<Fix> fixes, boolean withCourierId) {
        try {
            ByteArrayOutputStream items = new ByteArrayOutputStream(fixes.size() * 64);
            BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(items, null);
            for (Fix fix : fixes) {
                item(fix, withCourierId, out);
            }
            return container(fixes.size(), items);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
    }

    private static byte[] container(int count, ByteArrayOutputStream items) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream(SCHEMA.length + items.size() + 64);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(file, null);
        out.writeFixed(MAGIC);
        out.writeLong(1);
        out.writeString("avro.schema");
        out.writeBytes(SCHEMA);
        out.writeLong(0);
        out.writeFixed(SYNC);
        out.writeLong(count);
        out.writeLong(items.size());
        out.writeFixed(items.toByteArray());
        out.writeFixed(SYNC);
        return file.toByteArray();
    }

    /** The fields in the order of the schema. */
    private static void item(Fix fix, boolean withCourierId, BinaryEncoder out) throws IOException {
        if (withCourierId) {
            out.writeIndex(VALUE);
            out.writeString(fix.courierId());
        } else {
            nothing(out);
        }
        out.writeLong(fix.fixedAtMillis());
        out.writeDouble(fix.lat());
        out.writeDouble(fix.lon());
        known(fix.accuracyM(), out);
        known(fix.speedMps(), out);
        known(fix.bearingDeg(), out);
        known(fix.altitudeM(), out);
        nothing(out); // battery
        nothing(out); // order
        out.writeMapStart();
        out.writeMapEnd();
    }

    private static void known(double value, BinaryEncoder out) throws IOException {
        if (Double.isNaN(value)) {
            nothing(out);
        } else {
            out.writeIndex(VALUE);
            out.writeDouble(value);
        }
    }

    private static void nothing(BinaryEncoder out) throws IOException {
        out.writeIndex(NULL);
        out.writeNull();
    }
}
