package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroBuffer;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.VersionedCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;

/**
 * What a Pix account's journal and snapshot store hold, byte for byte. To change a record: add the next
 * {@code .vN.avsc}, additive and with defaults, raise the version here, and commit its golden file.
 */
public final class PixJournal {

    public static final VersionedCodec<PixRecorded> RECORDED = new VersionedCodec<>(
            PixRecorded.class, "pix-recorded", "pix/PixRecorded", 1, PixRecordedCodec::write, PixRecordedCodec::new);

    public static final VersionedCodec<PixOutboxDrained> OUTBOX_DRAINED = new VersionedCodec<>(
            PixOutboxDrained.class,
            "pix-outbox-drained",
            "pix/PixOutboxDrained",
            1,
            (event, out) -> out.writeLong(event.publishedUpTo()),
            DrainedReading::new);

    public static final VersionedCodec<PixSnapshot> SNAPSHOT = new VersionedCodec<>(
            PixSnapshot.class, "pix-snapshot", "pix/PixSnapshot", 1, PixSnapshotCodec::write, PixSnapshotCodec::new);

    public static final List<VersionedCodec<?>> CODECS = List.of(RECORDED, OUTBOX_DRAINED, SNAPSHOT);

    private PixJournal() {}

    /** For messages between nodes: as the first version of {@code pix/PixRecorded} has it. */
    public static byte[] payment(KnownPayment payment) {
        AvroBuffer out = new AvroBuffer();
        try {
            PaymentFields.write(payment, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
        return out.toByteArray();
    }

    /** @throws UndecodableException when the bytes are none */
    public static KnownPayment payment(byte[] bytes) {
        try {
            return new PaymentFields().read(DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException("the bytes are not a payment", e);
        }
    }

    private static final class DrainedReading implements AvroReader.Reading<PixOutboxDrained> {

        private long publishedUpTo;

        @Override
        public PixOutboxDrained read(Decoder in) throws IOException {
            AvroReader.readFields(in, 1, (field, from) -> publishedUpTo = from.readLong());
            return new PixOutboxDrained(publishedUpTo);
        }
    }
}
