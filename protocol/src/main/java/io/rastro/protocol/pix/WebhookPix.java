package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the {@code pix} of a callback with its {@code devolucoes}. */
final class WebhookPix {

    /** Bounds the returns of a whole callback. */
    interface Returns {
        void oneMore() throws UnreadableBodyException;
    }

    private static final String NO_OBJECT = "must be a JSON object";

    private final JsonParser in;
    private final Pseudonyms pseudonyms;
    private final Returns counted;
    private final PixDraft payment = PixDraft.reported(PixKind.RECEBIMENTO, "horario");
    private final JsonFields fields;
    private final List<PixDraft> returns = new ArrayList<>();
    private @Nullable Party pagador;
    private @Nullable Long components;

    private WebhookPix(JsonParser in, Pseudonyms pseudonyms, Returns counted) {
        this.in = in;
        this.pseudonyms = pseudonyms;
        this.counted = counted;
        this.fields = new JsonFields(in, payment);
    }

    /** @param in at the first token of what should be one; left at its last */
    static WebhookPix read(JsonParser in, Pseudonyms pseudonyms, Returns counted)
            throws IOException, UnreadableBodyException {
        WebhookPix pix = new WebhookPix(in, pseudonyms, counted);
        if (in.currentToken() == JsonToken.START_OBJECT) {
            JsonFields.forEach(in, pix::field);
        } else {
            in.skipChildren();
            pix.payment.refuse("", NO_OBJECT);
        }
        return pix;
    }

    /** Puts each where it belongs. The returns of a payment that cannot be told go with it. */
    void addTo(int index, List<PixItem> items, List<PixRejection> rejections) {
        if (components != null) {
            payment.components(components);
        }
        payment.counterparty(pagador);
        add(payment, index, "", items, rejections);
        String ofPayment = payment.endToEndId();
        for (int i = 0; ofPayment != null && i < returns.size(); i++) {
            returns.get(i).endToEndId(ofPayment);
            add(returns.get(i), index, "devolucoes[" + i + ']', items, rejections);
        }
    }

    private static void add(
            PixDraft draft, int index, String within, List<PixItem> items, List<PixRejection> rejections) {
        PixItem item = draft.finish();
        if (item == null) {
            rejections.add(draft.rejection(index, within));
        } else {
            items.add(item);
        }
    }

    private void field(String name, JsonToken value) throws IOException, UnreadableBodyException {
        switch (name) {
            case "endToEndId" -> payment.endToEndId(fields.text(name, value));
            case "valor" -> payment.valor(fields.text(name, value));
            case "horario" -> payment.occurredAt(fields.instant(name, value));
            case "txid" -> payment.txid(fields.textUnlessBlank(name, value));
            case "chave" -> {
                String chave = fields.textUnlessBlank(name, value);
                payment.chave(chave == null ? null : pseudonyms.of(chave));
            }
            case "componentesValor" -> {
                if (fields.isTold(name, value)) {
                    components = WebhookComponents.sum(in, value);
                }
            }
            case "devolucoes" -> readReturns(name, value);
            case "pagador" -> readPagador(value);
            default -> {
                // unknown fields never break a client, and free text is not kept
            }
        }
    }

    /** An extension of some providers: what in it is not as expected is as good as absent. */
    private void readPagador(JsonToken pagadorValue) throws IOException, UnreadableBodyException {
        if (pagadorValue != JsonToken.START_OBJECT) {
            return;
        }
        JsonFields.forEach(in, (name, value) -> {
            boolean document = name.equals("cpf") || name.equals("cnpj");
            if (document && pagador == null && value == JsonToken.VALUE_STRING) {
                String text = in.getText();
                pagador = text.isBlank() ? null : pseudonyms.of(text);
            }
        });
    }

    private void readReturns(String field, JsonToken value) throws IOException, UnreadableBodyException {
        if (!fields.isTold(field, value)) {
            returns.clear(); // told twice, which of them counts is not known
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            payment.refuse(field, "must be an array");
            return;
        }
        for (JsonToken one = in.nextToken(); one != JsonToken.END_ARRAY; one = in.nextToken()) {
            counted.oneMore();
            returns.add(readReturn(one));
        }
    }

    private PixDraft readReturn(JsonToken first) throws IOException, UnreadableBodyException {
        PixDraft draft = PixDraft.reported(PixKind.ESTORNO, "horario.solicitacao");
        if (first != JsonToken.START_OBJECT) {
            in.skipChildren();
            draft.refuse("", NO_OBJECT);
            return draft;
        }
        JsonFields ofReturn = new JsonFields(in, draft);
        JsonFields.forEach(in, (name, value) -> {
            switch (name) {
                case "id" -> draft.devolucaoId(ofReturn.text(name, value));
                case "rtrId" -> draft.rtrId(ofReturn.text(name, value));
                case "valor" -> draft.valor(ofReturn.text(name, value));
                case "horario" -> readHorario(value, ofReturn, draft);
                case "status" -> draft.status(ofReturn.text(name, value));
                case "natureza" -> draft.natureza(ofReturn.text(name, value));
                default -> {
                    // as above
                }
            }
        });
        return draft;
    }

    /** When it was settled, else when it was asked for. */
    private void readHorario(JsonToken horario, JsonFields ofReturn, PixDraft draft)
            throws IOException, UnreadableBodyException {
        if (!ofReturn.isTold("horario", horario)) {
            return;
        }
        if (horario != JsonToken.START_OBJECT) {
            draft.refuse("horario", NO_OBJECT);
            return;
        }
        long[] told = {Rfc3339.INVALID, Rfc3339.INVALID};
        JsonFields.forEach(in, (name, value) -> {
            switch (name) {
                case "solicitacao" -> told[0] = ofReturn.instant("horario.solicitacao", value);
                case "liquidacao" -> told[1] = ofReturn.instant("horario.liquidacao", value);
                default -> {
                    // as above
                }
            }
        });
        draft.occurredAt(told[1] == Rfc3339.INVALID ? told[0] : told[1]);
        draft.requestedAt(told[0]);
    }
}
