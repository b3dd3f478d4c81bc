package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.pix.PixSignal;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The value of topic {@code pix.sinais}: a {@link TracedPixSignal} as {@code pix/PixSignal.avsc} says. */
public final class TracedPixSignalCodec {

    public static final Schema SCHEMA = AvroSchemas.load("pix/PixSignal");

    /** eventId to inputs: what stands before the item's own fields. */
    private static final int SIGNAL_FIELDS = 9;

    private TracedPixSignalCodec() {}

    /**
     * The value in the Confluent wire format. Any thread.
     *
     * @param schemaId the registry's id of {@link #SCHEMA}
     */
    public static byte[] toConfluent(int schemaId, TracedPixSignal traced) {
        return ConfluentFormat.encode(schemaId, traced, TracedPixSignalCodec::encode);
    }

    private static void encode(TracedPixSignal traced, Encoder out) throws IOException {
        PixSignal signal = traced.signal();
        out.writeString(traced.eventId());
        out.writeString(traced.accountId());
        out.writeLong(traced.seqNr());
        out.writeInt(signal.index());
        out.writeLong(traced.receivedAtMillis());
        out.writeString(signal.rule());
        out.writeInt(signal.version());
        out.writeDouble(signal.score());
        // Sorted, so that the same signal is always the same bytes.
        AvroFields.writeTexts(new TreeMap<>(signal.inputs()), out);
        TopicItem.encode(traced.item(), out);
    }

    /** Reads values that one version of the schema wrote. Not thread-safe. */
    public static final class Reader {

        private final AvroReader<TracedPixSignal> reader;

        private Reader(Schema writer) {
            this.reader = new AvroReader<>(writer, SCHEMA, new Reading());
        }

        /** @throws UndecodableException when that schema cannot be read as ours */
        public static Reader of(Schema writer) {
            return new Reader(writer);
        }

        /** @throws UndecodableException when the bytes are not what the schema says, or a word of ours that is not known */
        public TracedPixSignal read(byte[] bytes, int offset, int length) {
            return reader.read(bytes, offset, length);
        }
    }

    private static final class Reading implements AvroReader.Reading<TracedPixSignal> {

        private final TopicItem item = new TopicItem();
        private String accountId = "";
        private long seqNr;
        private int index;
        private long receivedAtMillis;
        private String rule = "";
        private int version;
        private double score;
        private Map<String, String> inputs = Map.of();

        @Override
        public TracedPixSignal read(Decoder in) throws IOException {
            AvroReader.readFields(in, SIGNAL_FIELDS + TopicItem.COUNT, this::readField);
            return new TracedPixSignal(
                    accountId,
                    seqNr,
                    receivedAtMillis,
                    item.toItem(),
                    new PixSignal(index, rule, version, score, inputs));
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> in.skipString(); // the event id: said again by the fields that follow
                case 1 -> accountId = in.readString();
                case 2 -> seqNr = in.readLong();
                case 3 -> index = in.readInt();
                case 4 -> receivedAtMillis = in.readLong();
                case 5 -> rule = in.readString();
                case 6 -> version = in.readInt();
                case 7 -> score = in.readDouble();
                case 8 -> inputs = AvroFields.readTexts(in);
                default -> item.read(field - SIGNAL_FIELDS, in);
            }
        }
    }
}
