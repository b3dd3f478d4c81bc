package io.rastro.node.pix;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixBatch;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Violation;
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.pix.signal.ActivityView;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON of what is known of accounts and payments; see {@link PixEventJson} for what was recorded of them. */
final class PixJson {

    private PixJson() {}

    static HttpResponse ok(byte[] json) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }

    /** As the Pix API writes amounts; a sum may be longer than one of them. */
    static String valor(long centavos) {
        return BigDecimal.valueOf(centavos, 2).toPlainString();
    }

    static void writeCounts(Recorded recorded, JsonGenerator out) throws IOException {
        out.writeNumberField("accepted", recorded.accepted());
        out.writeNumberField("duplicates", recorded.duplicates());
        out.writeNumberField("waiting", recorded.waiting());
    }

    /** What became of a provider's call. An item of it has no place of its own, so its ids name it. */
    static byte[] reported(String accountId, PixBatch batch, Recorded recorded) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            writeCounts(recorded, out);
            Told.write("rejected", Told.refused(batch.rejections()), out);
            out.writeArrayFieldStart("violations");
            for (Recorded.Broken each : recorded.broken()) {
                PixItem item = batch.items().get(each.index());
                out.writeStartObject();
                out.writeStringField("endToEndId", item.endToEndId());
                writeTold("rtrId", item.rtrId(), out);
                out.writeStringField("rule", each.rule().word());
                out.writeStringField("reason", each.rule().reason());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("persistenceId", PixAccountId.persistenceId(accountId));
            out.writeNumberField("seqNr", recorded.seqNr());
            out.writeEndObject();
        });
    }

    /** {@code Devolucao} of the Pix API. */
    static byte[] devolucao(Return known) {
        return JsonBytes.of(out -> writeReturn(known, out));
    }

    static byte[] payment(KnownPayment payment) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("endToEndId", payment.endToEndId());
            Original original = payment.original();
            if (original != null) {
                out.writeStringField("kind", original.kind().word());
                out.writeStringField("valor", valor(original.centavos()));
                out.writeStringField("horario", Rfc3339.format(original.occurredAtMillis()));
            }
            out.writeArrayFieldStart("devolucoes");
            for (Return each : payment.returns()) {
                writeReturn(each, out);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("violations");
            for (Violation each : payment.violations()) {
                writeViolation(each, out);
            }
            out.writeEndArray();
            out.writeNumberField("seqNr", payment.lastSeqNr());
            out.writeEndObject();
        });
    }

    private static void writeReturn(Return known, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeTold("id", known.devolucaoId(), out);
        out.writeStringField("rtrId", known.rtrId());
        out.writeStringField("valor", valor(known.centavos()));
        writeTold("natureza", known.natureza(), out);
        out.writeObjectFieldStart("horario");
        out.writeStringField("solicitacao", Rfc3339.format(known.requestedAtMillis()));
        if (known.status().equals(DevolucaoStatus.DEVOLVIDO.name())) {
            out.writeStringField("liquidacao", Rfc3339.format(known.statusAtMillis()));
        }
        out.writeEndObject();
        out.writeStringField("status", known.status());
        out.writeEndObject();
    }

    private static void writeViolation(Violation violation, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("rule", violation.rule());
        out.writeStringField("kind", violation.kind().word());
        out.writeStringField(violation.kind() == PixKind.ESTORNO ? "rtrId" : "endToEndId", violation.id());
        writeTold("id", violation.devolucaoId(), out);
        out.writeStringField("valor", valor(violation.centavos()));
        writeTold("status", violation.status(), out);
        out.writeEndObject();
    }

    static byte[] account(String accountId, Account account) {
        return JsonBytes.of(out -> {
            ActivityView activity = account.activity();
            out.writeStartObject();
            out.writeStringField("accountId", accountId);
            out.writeObjectFieldStart("totals");
            for (PixKind kind : PixKind.values()) {
                Total total = account.totals().getOrDefault(kind, new Total(0, 0));
                out.writeObjectFieldStart(kind.word());
                writeTotal(total.count(), total.centavos(), out);
                out.writeEndObject();
            }
            out.writeEndObject();
            writeWindows(activity, out);
            out.writeStringField("nightValor", valor(activity.nightCentavos()));
            out.writeObjectFieldStart("usual");
            out.writeNumberField("hours", activity.usualHours());
            out.writeNumberField("countPerHour", activity.usualCount());
            out.writeStringField("valorPerHour", valor(Math.round(activity.usualCentavos())));
            out.writeEndObject();
            out.writeArrayFieldStart("above");
            for (String rule : new TreeSet<>(activity.above())) {
                out.writeString(rule);
            }
            out.writeEndArray();
            out.writeNumberField("remembered", account.remembered());
            out.writeNumberField("seqNr", account.seqNr());
            out.writeEndObject();
        });
    }

    private static void writeWindows(ActivityView activity, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("windows");
        for (ActivityView.Span span : activity.windows()) {
            out.writeStartObject();
            out.writeStringField("of", span.of());
            out.writeNumberField("minutes", span.minutes());
            writeTotal(span.count(), span.centavos(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeTotal(long count, long centavos, JsonGenerator out) throws IOException {
        out.writeNumberField("count", count);
        out.writeStringField("valor", valor(centavos));
    }

    static void writeTold(String field, @Nullable String value, JsonGenerator out) throws IOException {
        if (value != null) {
            out.writeStringField(field, value);
        }
    }
}
