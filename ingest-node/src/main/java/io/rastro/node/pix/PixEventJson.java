package io.rastro.node.pix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.TracedPix;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of what was recorded. Of a person it has the pseudonym and the mask. */
final class PixEventJson {

    private PixEventJson() {}

    static byte[] page(PixHistory.Page page) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("events");
            for (TracedPix event : page.events()) {
                out.writeStartObject();
                writeFields(event, out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("nextCursor", page.nextCursor());
            out.writeEndObject();
        });
    }

    /** The fields of it, into an object that is open. */
    static void writeFields(TracedPix event, JsonGenerator out) throws IOException {
        writeItem(event.decided().item(), out);
        writeDecision(event.decided(), out);
        out.writeStringField("eventId", event.eventId().toString());
        out.writeNumberField("seq", event.seqNr());
        out.writeNumberField("index", event.index());
        out.writeStringField("receivedAt", Rfc3339.format(event.receivedAtMillis()));
    }

    private static void writeItem(PixItem item, JsonGenerator out) throws IOException {
        out.writeStringField("kind", item.kind().word());
        out.writeStringField("endToEndId", item.endToEndId());
        out.writeStringField("rtrId", item.rtrId());
        PixJson.writeTold("id", item.devolucaoId(), out);
        out.writeStringField("valor", PixJson.valor(item.centavos()));
        out.writeStringField("occurredAt", Rfc3339.format(item.occurredAtMillis()));
        if (item.kind() == PixKind.ESTORNO) {
            out.writeStringField("requestedAt", Rfc3339.format(item.requestedAtMillis()));
        }
        PixJson.writeTold("txid", item.txid(), out);
        PixJson.writeTold("status", item.status(), out);
        PixJson.writeTold("natureza", item.natureza(), out);
        writeParty("chave", item.chave(), out);
        writeParty("counterparty", item.counterparty(), out);
        out.writeArrayFieldStart("flags");
        for (PixItem.Flag flag : PixItem.Flag.values()) {
            if (item.flags().contains(flag)) {
                out.writeString(word(flag));
            }
        }
        out.writeEndArray();
    }

    private static void writeDecision(Decided decided, JsonGenerator out) throws IOException {
        out.writeStringField("verdict", word(decided.verdict()));
        out.writeStringField(
                "rule", decided.rule() == null ? null : decided.rule().word());
        if (!decided.joined().isEmpty()) {
            out.writeArrayFieldStart("joined");
            for (String rtrId : decided.joined()) {
                out.writeString(rtrId);
            }
            out.writeEndArray();
        }
        if (!decided.refused().isEmpty()) {
            out.writeArrayFieldStart("refused");
            for (Decided.Refused refused : decided.refused()) {
                out.writeStartObject();
                out.writeStringField("rtrId", refused.rtrId());
                out.writeStringField("rule", refused.rule().word());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private static void writeParty(String field, @Nullable Party party, JsonGenerator out) throws IOException {
        if (party != null) {
            out.writeObjectFieldStart(field);
            out.writeStringField("masked", party.masked());
            out.writeStringField("pseudonym", party.pseudonym());
            out.writeEndObject();
        }
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
