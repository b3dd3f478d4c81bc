package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** The fields of {@code RecordedPixItem}, in the order of its schema. Not thread-safe: it reuses its fields. */
final class ItemFields implements AvroReader.Reading<PixItem> {

    private static final int FIELDS = 13;

    private final PartyFields party = new PartyFields();
    private String kind = "";
    private String endToEndId = "";
    private @Nullable String rtrId;
    private @Nullable String devolucaoId;
    private long centavos;
    private long occurredAtMillis;
    private long requestedAtMillis;
    private @Nullable String txid;
    private @Nullable Party chave;
    private @Nullable Party counterparty;
    private @Nullable String status;
    private @Nullable String natureza;
    private List<String> flags = List.of();

    static void write(PixItem item, Encoder out) throws IOException {
        out.writeString(item.kind().word());
        out.writeString(item.endToEndId());
        AvroFields.writeText(item.rtrId(), out);
        AvroFields.writeText(item.devolucaoId(), out);
        out.writeLong(item.centavos());
        out.writeLong(item.occurredAtMillis());
        out.writeLong(item.requestedAtMillis());
        AvroFields.writeText(item.txid(), out);
        AvroFields.writeOptional(item.chave(), out, PartyFields::write);
        AvroFields.writeOptional(item.counterparty(), out, PartyFields::write);
        AvroFields.writeText(item.status(), out);
        AvroFields.writeText(item.natureza(), out);
        // Sorted, so that the same item is always the same bytes.
        AvroFields.writeArray(new TreeSet<>(item.flags()), out, (flag, to) -> to.writeString(flag.name()));
    }

    static PixKind kind(String word) throws IOException {
        return PixKind.of(word).orElseThrow(() -> new IOException("no such kind"));
    }

    @Override
    public PixItem read(Decoder in) throws IOException {
        AvroReader.readFields(in, FIELDS, this::readField);
        return new PixItem(
                kind(kind),
                endToEndId,
                rtrId,
                devolucaoId,
                centavos,
                occurredAtMillis,
                requestedAtMillis,
                txid,
                chave,
                counterparty,
                status,
                natureza,
                flags());
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> kind = in.readString();
            case 1 -> endToEndId = in.readString();
            case 2 -> rtrId = AvroFields.readText(in);
            case 3 -> devolucaoId = AvroFields.readText(in);
            case 4 -> centavos = in.readLong();
            case 5 -> occurredAtMillis = in.readLong();
            case 6 -> requestedAtMillis = in.readLong();
            case 7 -> txid = AvroFields.readText(in);
            case 8 -> chave = AvroFields.readOptional(in, party);
            case 9 -> counterparty = AvroFields.readOptional(in, party);
            case 10 -> status = AvroFields.readText(in);
            case 11 -> natureza = AvroFields.readText(in);
            case 12 -> flags = AvroFields.readArray(in, Decoder::readString);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private Set<PixItem.Flag> flags() {
        Set<PixItem.Flag> known = EnumSet.noneOf(PixItem.Flag.class);
        flags.forEach(name -> known.add(PixItem.Flag.valueOf(name)));
        return known;
    }

    private static final class PartyFields implements AvroReader.Reading<Party> {

        private String pseudonym = "";
        private String masked = "";

        static void write(Party party, Encoder out) throws IOException {
            out.writeString(party.pseudonym());
            out.writeString(party.masked());
        }

        @Override
        public Party read(Decoder in) throws IOException {
            AvroReader.readFields(in, 2, (field, from) -> {
                if (field == 0) {
                    pseudonym = from.readString();
                } else {
                    masked = from.readString();
                }
            });
            return new Party(pseudonym, masked);
        }
    }
}
