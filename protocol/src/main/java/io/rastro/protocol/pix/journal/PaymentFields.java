package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** The fields of {@code RecordedPayment}, in the order of its schema. Not thread-safe: it reuses its fields. */
final class PaymentFields implements AvroReader.Reading<KnownPayment> {

    private final OriginalFields originalFields = new OriginalFields();
    private final ReturnFields returnFields = new ReturnFields();
    private final ViolationFields violationFields = new ViolationFields();
    private String endToEndId = "";
    private @Nullable Original original;
    private List<Return> returns = List.of();
    private List<Violation> violations = List.of();
    private long lastSeqNr;

    static void write(KnownPayment payment, Encoder out) throws IOException {
        out.writeString(payment.endToEndId());
        AvroFields.writeOptional(payment.original(), out, OriginalFields::write);
        AvroFields.writeArray(payment.returns(), out, ReturnFields::write);
        AvroFields.writeArray(payment.violations(), out, ViolationFields::write);
        out.writeLong(payment.lastSeqNr());
    }

    @Override
    public KnownPayment read(Decoder in) throws IOException {
        AvroReader.readFields(in, 5, this::readField);
        return new KnownPayment(endToEndId, original, returns, violations, lastSeqNr);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> endToEndId = in.readString();
            case 1 -> original = AvroFields.readOptional(in, originalFields);
            case 2 -> returns = AvroFields.readArray(in, returnFields);
            case 3 -> violations = AvroFields.readArray(in, violationFields);
            case 4 -> lastSeqNr = in.readLong();
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private static final class OriginalFields implements AvroReader.Reading<Original> {

        private String kind = "";
        private long centavos;
        private long occurredAtMillis;
        private long seqNr;

        static void write(Original original, Encoder out) throws IOException {
            out.writeString(original.kind().word());
            out.writeLong(original.centavos());
            out.writeLong(original.occurredAtMillis());
            out.writeLong(original.seqNr());
        }

        @Override
        public Original read(Decoder in) throws IOException {
            AvroReader.readFields(in, 4, this::readField);
            return new Original(ItemFields.kind(kind), centavos, occurredAtMillis, seqNr);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> kind = in.readString();
                case 1 -> centavos = in.readLong();
                case 2 -> occurredAtMillis = in.readLong();
                case 3 -> seqNr = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class ReturnFields implements AvroReader.Reading<Return> {

        private String rtrId = "";
        private @Nullable String devolucaoId;
        private long centavos;
        private String status = "";
        private long statusAtMillis;
        private long requestedAtMillis;
        private @Nullable String natureza;
        private long seqNr;
        private int index;

        static void write(Return each, Encoder out) throws IOException {
            out.writeString(each.rtrId());
            AvroFields.writeText(each.devolucaoId(), out);
            out.writeLong(each.centavos());
            out.writeString(each.status());
            out.writeLong(each.statusAtMillis());
            out.writeLong(each.requestedAtMillis());
            AvroFields.writeText(each.natureza(), out);
            out.writeLong(each.seqNr());
            out.writeInt(each.index());
        }

        @Override
        public Return read(Decoder in) throws IOException {
            AvroReader.readFields(in, 9, this::readField);
            return new Return(
                    rtrId, devolucaoId, centavos, status, statusAtMillis, requestedAtMillis, natureza, seqNr, index);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> rtrId = in.readString();
                case 1 -> devolucaoId = AvroFields.readText(in);
                case 2 -> centavos = in.readLong();
                case 3 -> status = in.readString();
                case 4 -> statusAtMillis = in.readLong();
                case 5 -> requestedAtMillis = in.readLong();
                case 6 -> natureza = AvroFields.readText(in);
                case 7 -> seqNr = in.readLong();
                case 8 -> index = in.readInt();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class ViolationFields implements AvroReader.Reading<Violation> {

        private String rule = "";
        private String kind = "";
        private String id = "";
        private @Nullable String devolucaoId;
        private long centavos;
        private @Nullable String status;

        static void write(Violation violation, Encoder out) throws IOException {
            out.writeString(violation.rule());
            out.writeString(violation.kind().word());
            out.writeString(violation.id());
            AvroFields.writeText(violation.devolucaoId(), out);
            out.writeLong(violation.centavos());
            AvroFields.writeText(violation.status(), out);
        }

        @Override
        public Violation read(Decoder in) throws IOException {
            AvroReader.readFields(in, 6, this::readField);
            return new Violation(rule, ItemFields.kind(kind), id, devolucaoId, centavos, status);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> rule = in.readString();
                case 1 -> kind = in.readString();
                case 2 -> id = in.readString();
                case 3 -> devolucaoId = AvroFields.readText(in);
                case 4 -> centavos = in.readLong();
                case 5 -> status = AvroFields.readText(in);
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}
