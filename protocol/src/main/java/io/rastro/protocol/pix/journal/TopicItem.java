package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixItem.Flag;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * The fields that an item has in the topics, always as one run in this order: kind, endToEndId, rtrId, devolucaoId, valor,
 * occurredAt, requestedAt, txid, chavePseudonym, chaveMasked, counterpartyPseudonym, counterpartyMasked, status, natureza,
 * flags. Reading fills one reused object field by field.
 */
final class TopicItem {

    static final int COUNT = 15;

    private String kind = "";
    private String endToEndId = "";
    private @Nullable String rtrId;
    private @Nullable String devolucaoId;
    private long centavos;
    private long occurredAtMillis;
    private long requestedAtMillis;
    private @Nullable String txid;
    private @Nullable String chavePseudonym;
    private @Nullable String chaveMasked;
    private @Nullable String counterpartyPseudonym;
    private @Nullable String counterpartyMasked;
    private @Nullable String status;
    private @Nullable String natureza;
    private List<String> flags = List.of();

    static void encode(PixItem item, Encoder out) throws IOException {
        out.writeString(item.kind().word());
        out.writeString(item.endToEndId());
        AvroFields.writeText(item.rtrId(), out);
        AvroFields.writeText(item.devolucaoId(), out);
        out.writeLong(item.centavos());
        out.writeLong(item.occurredAtMillis());
        out.writeLong(item.requestedAtMillis());
        AvroFields.writeText(item.txid(), out);
        encode(item.chave(), out);
        encode(item.counterparty(), out);
        AvroFields.writeText(item.status(), out);
        AvroFields.writeText(item.natureza(), out);
        // Sorted, so that the same item is always the same bytes.
        AvroFields.writeArray(new TreeSet<>(item.flags()), out, (flag, to) -> to.writeString(flag.name()));
    }

    private static void encode(@Nullable Party party, Encoder out) throws IOException {
        AvroFields.writeText(party == null ? null : party.pseudonym(), out);
        AvroFields.writeText(party == null ? null : party.masked(), out);
    }

    /** @param field 0 for kind and so on */
    void read(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> kind = in.readString();
            case 1 -> endToEndId = in.readString();
            case 2 -> rtrId = AvroFields.readText(in);
            case 3 -> devolucaoId = AvroFields.readText(in);
            case 4 -> centavos = in.readLong();
            case 5 -> occurredAtMillis = in.readLong();
            case 6 -> requestedAtMillis = in.readLong();
            case 7 -> txid = AvroFields.readText(in);
            case 8 -> chavePseudonym = AvroFields.readText(in);
            case 9 -> chaveMasked = AvroFields.readText(in);
            case 10 -> counterpartyPseudonym = AvroFields.readText(in);
            case 11 -> counterpartyMasked = AvroFields.readText(in);
            case 12 -> status = AvroFields.readText(in);
            case 13 -> natureza = AvroFields.readText(in);
            case 14 -> flags = AvroFields.readArray(in, Decoder::readString);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    PixItem toItem() throws IOException {
        return new PixItem(
                ItemFields.kind(kind),
                endToEndId,
                rtrId,
                devolucaoId,
                centavos,
                occurredAtMillis,
                requestedAtMillis,
                txid,
                party(chavePseudonym, chaveMasked),
                party(counterpartyPseudonym, counterpartyMasked),
                status,
                natureza,
                known(flags));
    }

    private static @Nullable Party party(@Nullable String pseudonym, @Nullable String masked) throws IOException {
        if (pseudonym != null && masked != null) {
            return new Party(pseudonym, masked);
        }
        if (pseudonym != null || masked != null) {
            throw new IOException("a pseudonym has a mask");
        }
        return null;
    }

    private static Set<Flag> known(List<String> names) {
        Set<Flag> known = EnumSet.noneOf(Flag.class);
        names.forEach(name -> known.add(Flag.valueOf(name)));
        return known;
    }
}
