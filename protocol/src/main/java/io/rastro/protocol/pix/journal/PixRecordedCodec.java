package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link PixRecorded} as {@code pix/PixRecorded.v1.avsc} says. One a thread: it reuses its fields. */
final class PixRecordedCodec implements AvroReader.Reading<PixRecorded> {

    private final DecidedFields decided = new DecidedFields();
    private final SignalFields signal = new SignalFields();
    private long receivedAtMillis;
    private long publishedUpTo;
    private long tabledUpTo;
    private long previous;
    private List<Decided> items = List.of();
    private List<PixSignal> signals = List.of();
    private Map<PixKind, Long> newestBefore = Map.of();

    static void write(PixRecorded event, Encoder out) throws IOException {
        out.writeLong(event.receivedAtMillis());
        out.writeLong(event.publishedUpTo());
        out.writeLong(event.tabledUpTo());
        out.writeLong(event.previous());
        AvroFields.writeArray(event.items(), out, DecidedFields::write);
        AvroFields.writeArray(event.signals(), out, SignalFields::write);
        NewestFields.write(event.newestBefore(), out);
    }

    @Override
    public PixRecorded read(Decoder in) throws IOException {
        AvroReader.readFields(in, 7, this::readField);
        return new PixRecorded(receivedAtMillis, publishedUpTo, tabledUpTo, previous, items, signals, newestBefore);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> receivedAtMillis = in.readLong();
            case 1 -> publishedUpTo = in.readLong();
            case 2 -> tabledUpTo = in.readLong();
            case 3 -> previous = in.readLong();
            case 4 -> items = AvroFields.readArray(in, decided);
            case 5 -> signals = AvroFields.readArray(in, signal);
            case 6 -> newestBefore = NewestFields.read(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private static final class DecidedFields implements AvroReader.Reading<Decided> {

        private final ItemFields itemFields = new ItemFields();
        private final RefusedFields refusedFields = new RefusedFields();
        private final PaymentFields paymentFields = new PaymentFields();
        private @Nullable PixItem item;
        private String verdict = "";
        private @Nullable String rule;
        private List<String> joined = List.of();
        private List<Refused> refused = List.of();
        private @Nullable KnownPayment recalled;

        static void write(Decided decided, Encoder out) throws IOException {
            ItemFields.write(decided.item(), out);
            out.writeString(decided.verdict().name());
            Rule rule = decided.rule();
            AvroFields.writeText(rule == null ? null : rule.name(), out);
            AvroFields.writeArray(decided.joined(), out, (rtrId, to) -> to.writeString(rtrId));
            AvroFields.writeArray(decided.refused(), out, RefusedFields::write);
            AvroFields.writeOptional(decided.recalled(), out, PaymentFields::write);
        }

        @Override
        public Decided read(Decoder in) throws IOException {
            AvroReader.readFields(in, 6, this::readField);
            if (item == null) {
                throw new IOException("no item");
            }
            return new Decided(
                    item,
                    Verdict.valueOf(verdict),
                    rule == null ? null : Rule.valueOf(rule),
                    joined,
                    refused,
                    recalled);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> item = itemFields.read(in);
                case 1 -> verdict = in.readString();
                case 2 -> rule = AvroFields.readText(in);
                case 3 -> joined = AvroFields.readArray(in, Decoder::readString);
                case 4 -> refused = AvroFields.readArray(in, refusedFields);
                case 5 -> recalled = AvroFields.readOptional(in, paymentFields);
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class RefusedFields implements AvroReader.Reading<Refused> {

        private String rtrId = "";
        private String rule = "";

        static void write(Refused refused, Encoder out) throws IOException {
            out.writeString(refused.rtrId());
            out.writeString(refused.rule().name());
        }

        @Override
        public Refused read(Decoder in) throws IOException {
            AvroReader.readFields(in, 2, (field, from) -> {
                if (field == 0) {
                    rtrId = from.readString();
                } else {
                    rule = from.readString();
                }
            });
            return new Refused(rtrId, Rule.valueOf(rule));
        }
    }

    private static final class SignalFields implements AvroReader.Reading<PixSignal> {

        private int index;
        private String rule = "";
        private int version;
        private double score;
        private Map<String, String> inputs = Map.of();

        static void write(PixSignal signal, Encoder out) throws IOException {
            out.writeInt(signal.index());
            out.writeString(signal.rule());
            out.writeInt(signal.version());
            out.writeDouble(signal.score());
            // Sorted, so that the same event is always the same bytes.
            AvroFields.writeTexts(new TreeMap<>(signal.inputs()), out);
        }

        @Override
        public PixSignal read(Decoder in) throws IOException {
            AvroReader.readFields(in, 5, this::readField);
            return new PixSignal(index, rule, version, score, inputs);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> index = in.readInt();
                case 1 -> rule = in.readString();
                case 2 -> version = in.readInt();
                case 3 -> score = in.readDouble();
                case 4 -> inputs = AvroFields.readTexts(in);
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
