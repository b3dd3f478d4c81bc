package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.pix.journal.Decided.Refused;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * The value of topics {@code pix.pagamentos}, {@code pix.recebimentos} and {@code pix.estornos}: {@link TracedPix} as
 * {@code pix/PixEvent.avsc} says.
 */
public final class TracedPixCodec {

    public static final Schema SCHEMA = AvroSchemas.load("pix/PixEvent");

    /** eventId, accountId, seq, index, receivedAt: what stands before the item's own fields. */
    private static final int TRACE_FIELDS = 5;

    /** verdict, rule, ruleName, joined, refused, last: what stands behind them. */
    private static final int DECISION_FIELDS = 6;

    private TracedPixCodec() {}

    /**
     * The value in the Confluent wire format. Any thread.
     *
     * @param schemaId the registry's id of {@link #SCHEMA}
     */
    public static byte[] toConfluent(int schemaId, TracedPix traced) {
        return ConfluentFormat.encode(schemaId, traced, TracedPixCodec::encode);
    }

    private static void encode(TracedPix traced, Encoder out) throws IOException {
        Decided decided = traced.decided();
        Rule rule = decided.rule();
        out.writeString(traced.eventId().toString());
        out.writeString(traced.accountId());
        out.writeLong(traced.seqNr());
        out.writeInt(traced.index());
        out.writeLong(traced.receivedAtMillis());
        TopicItem.encode(decided.item(), out);
        out.writeString(decided.verdict().name());
        AvroFields.writeText(rule == null ? null : rule.word(), out);
        AvroFields.writeText(rule == null ? null : rule.name(), out);
        AvroFields.writeArray(decided.joined(), out, (rtrId, to) -> to.writeString(rtrId));
        AvroFields.writeArray(decided.refused(), out, RefusedFields::write);
        out.writeBoolean(traced.last());
    }

    /** Reads values that one version of the schema wrote. Not thread-safe. */
    public static final class Reader {

        private final AvroReader<TracedPix> reader;

        private Reader(Schema writer) {
            this.reader = new AvroReader<>(writer, SCHEMA, new Reading());
        }

        /** @throws UndecodableException when that schema cannot be read as ours */
        public static Reader of(Schema writer) {
            return new Reader(writer);
        }

        /** @throws UndecodableException when the bytes are not what the schema says, or a word of ours that is not known */
        public TracedPix read(byte[] bytes, int offset, int length) {
            return reader.read(bytes, offset, length);
        }
    }

    private static final class Reading implements AvroReader.Reading<TracedPix> {

        private final TopicItem item = new TopicItem();
        private final RefusedFields refusedFields = new RefusedFields();
        private String accountId = "";
        private long seqNr;
        private int index;
        private long receivedAtMillis;
        private String verdict = "";
        private @Nullable String ruleName;
        private List<String> joined = List.of();
        private List<Refused> refused = List.of();
        private boolean last;

        @Override
        public TracedPix read(Decoder in) throws IOException {
            AvroReader.readFields(in, TRACE_FIELDS + TopicItem.COUNT + DECISION_FIELDS, this::readField);
            Decided decided = new Decided(
                    item.toItem(),
                    Verdict.valueOf(verdict),
                    ruleName == null ? null : Rule.valueOf(ruleName),
                    joined,
                    refused,
                    null);
            return new TracedPix(accountId, seqNr, index, receivedAtMillis, decided, last);
        }

        private void readField(int field, Decoder in) throws IOException {
            int behind = field - TRACE_FIELDS;
            if (behind >= TopicItem.COUNT) {
                readDecision(behind - TopicItem.COUNT, in);
            } else if (behind >= 0) {
                item.read(behind, in);
            } else {
                readTrace(field, in);
            }
        }

        private void readTrace(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> in.skipString(); // the event id: said again by the fields that follow
                case 1 -> accountId = in.readString();
                case 2 -> seqNr = in.readLong();
                case 3 -> index = in.readInt();
                case 4 -> receivedAtMillis = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }

        private void readDecision(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> verdict = in.readString();
                case 1 -> AvroFields.readText(in); // the rule's word: less than its name
                case 2 -> ruleName = AvroFields.readText(in);
                case 3 -> joined = AvroFields.readArray(in, Decoder::readString);
                case 4 -> refused = AvroFields.readArray(in, refusedFields);
                case 5 -> last = in.readBoolean();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class RefusedFields implements AvroReader.Reading<Refused> {

        private String rtrId = "";
        private String ruleName = "";

        static void write(Refused refused, Encoder out) throws IOException {
            out.writeString(refused.rtrId());
            out.writeString(refused.rule().word());
            out.writeString(refused.rule().name());
        }

        @Override
        public Refused read(Decoder in) throws IOException {
            AvroReader.readFields(in, 3, (field, from) -> {
                switch (field) {
                    case 0 -> rtrId = from.readString();
                    case 1 -> from.skipString(); // the word
                    case 2 -> ruleName = from.readString();
                    default -> throw new IllegalStateException("no such field: " + field);
                }
            });
            return new Refused(rtrId, Rule.valueOf(ruleName));
        }
    }
}
