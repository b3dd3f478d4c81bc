package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixSnapshot.ActivityRecord;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link PixSnapshot} as {@code pix/PixSnapshot.v1.avsc} says. One a thread: it reuses its fields. */
final class PixSnapshotCodec implements AvroReader.Reading<PixSnapshot> {

    private final PaymentFields payment = new PaymentFields();
    private final ActivityFields activityFields = new ActivityFields();
    private long seqNr;
    private long publishedUpTo;
    private long tabledUpTo;
    private long itemsUpTo;
    private Map<PixKind, Long> newest = Map.of();
    private Map<PixKind, Total> totals = Map.of();
    private List<KnownPayment> payments = List.of();
    private long forgottenMinute;
    private byte[] forgottenOdd = {};
    private @Nullable ActivityRecord activity;

    static void write(PixSnapshot snapshot, Encoder out) throws IOException {
        out.writeLong(snapshot.seqNr());
        out.writeLong(snapshot.publishedUpTo());
        out.writeLong(snapshot.tabledUpTo());
        out.writeLong(snapshot.itemsUpTo());
        NewestFields.write(snapshot.newest(), out);
        // Sorted, so that the same state is always the same bytes.
        AvroFields.writeArray(new TreeMap<>(snapshot.totals()).entrySet(), out, (each, to) -> {
            to.writeString(each.getKey().word());
            to.writeLong(each.getValue().count());
            to.writeLong(each.getValue().centavos());
        });
        AvroFields.writeArray(snapshot.payments(), out, PaymentFields::write);
        out.writeLong(snapshot.forgottenMinute());
        out.writeBytes(snapshot.forgottenOdd());
        ActivityFields.write(snapshot.activity(), out);
    }

    @Override
    public PixSnapshot read(Decoder in) throws IOException {
        AvroReader.readFields(in, 10, this::readField);
        if (activity == null) {
            throw new IOException("no activity");
        }
        return new PixSnapshot(
                seqNr,
                publishedUpTo,
                tabledUpTo,
                itemsUpTo,
                newest,
                totals,
                payments,
                forgottenMinute,
                forgottenOdd,
                activity);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> seqNr = in.readLong();
            case 1 -> publishedUpTo = in.readLong();
            case 2 -> tabledUpTo = in.readLong();
            case 3 -> itemsUpTo = in.readLong();
            case 4 -> newest = NewestFields.read(in);
            case 5 -> totals = readTotals(in);
            case 6 -> payments = AvroFields.readArray(in, payment);
            case 7 -> forgottenMinute = in.readLong();
            case 8 -> forgottenOdd = AvroFields.readBytes(in);
            case 9 -> activity = activityFields.read(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private static Map<PixKind, Total> readTotals(Decoder in) throws IOException {
        Map<PixKind, Total> read = new EnumMap<>(PixKind.class);
        TotalFields fields = new TotalFields();
        AvroFields.readArray(in, fields).forEach(each -> read.put(each.kind(), each.total()));
        return read;
    }

    private record OfKind(PixKind kind, Total total) {}

    private static final class TotalFields implements AvroReader.Reading<OfKind> {

        private String kind = "";
        private long count;
        private long centavos;

        @Override
        public OfKind read(Decoder in) throws IOException {
            AvroReader.readFields(in, 3, this::readField);
            return new OfKind(ItemFields.kind(kind), new Total(count, centavos));
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> kind = in.readString();
                case 1 -> count = in.readLong();
                case 2 -> centavos = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
