package io.rastro.parcel;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.VersionedCodec;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** What a parcel's journal and snapshot store hold, byte for byte. */
final class ParcelJournal {

    static final VersionedCodec<ParcelScanned> SCANNED = new VersionedCodec<>(
            ParcelScanned.class,
            "parcel-scanned",
            "parcel/ParcelScanned",
            1,
            ParcelJournal::writeScanned,
            () -> in -> read(
                    in,
                    fields ->
                            new ParcelScanned(fields.numbers[0], fields.numbers[1], fields.numbers[2], fields.scans)));

    static final List<VersionedCodec<?>> CODECS = List.of(
            SCANNED,
            new VersionedCodec<>(
                    ParcelDrained.class,
                    "parcel-drained",
                    "parcel/ParcelDrained",
                    1,
                    (event, out) -> out.writeLong(event.publishedUpTo()),
                    () -> in -> {
                        long[] upTo = new long[1];
                        AvroReader.readFields(in, 1, (field, from) -> upTo[0] = from.readLong());
                        return new ParcelDrained(upTo[0]);
                    }),
            new VersionedCodec<>(
                    ParcelSnapshot.class,
                    "parcel-snapshot",
                    "parcel/ParcelSnapshot",
                    1,
                    ParcelJournal::writeSnapshot,
                    () -> in -> read(
                            in,
                            fields -> new ParcelSnapshot(
                                    fields.numbers[0], fields.numbers[1], fields.numbers[2], fields.scans))));

    private ParcelJournal() {}

    private static void writeScanned(ParcelScanned event, Encoder out) throws IOException {
        out.writeLong(event.receivedAtMillis());
        out.writeLong(event.publishedUpTo());
        out.writeLong(event.previous());
        AvroFields.writeArray(event.scans(), out, Scan::write);
    }

    private static void writeSnapshot(ParcelSnapshot snapshot, Encoder out) throws IOException {
        out.writeLong(snapshot.seqNr());
        out.writeLong(snapshot.publishedUpTo());
        out.writeLong(snapshot.itemsUpTo());
        AvroFields.writeArray(snapshot.scans(), out, Scan::write);
    }

    /** Both records are three numbers and the scans. */
    private static final class Fields {
        private final long[] numbers = new long[3];
        private List<Scan> scans = List.of();
    }

    private static <T> T read(Decoder in, java.util.function.Function<Fields, T> make) throws IOException {
        Fields fields = new Fields();
        AvroReader.readFields(in, 4, (field, from) -> {
            if (field < 3) {
                fields.numbers[field] = from.readLong();
            } else {
                fields.scans = AvroFields.readArray(from, new Scan.Reading());
            }
        });
        return make.apply(fields);
    }
}
