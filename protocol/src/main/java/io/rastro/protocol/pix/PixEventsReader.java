package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.ToldInstant;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client of ours tells of an account: one event, a JSON object, or an array of them. One that is wrong is named
 * in the result and spoils no other. Any thread.
 *
 * <p>An event: {@code kind} ({@code pagamento}, {@code recebimento}, {@code estorno}), {@code endToEndId}, {@code valor} (a
 * string such as {@code 110.00}) and {@code occurredAt} (RFC 3339, or milliseconds since 1970; within {@link ToldInstant}'s
 * bounds and less than 12 h from the minute in the id) are required, of an estorno {@code rtrId} too. {@code txid},
 * {@code chave} (a key as the DICT has it), {@code counterparty} (a document, a key or what else stands for somebody, up to
 * 77 characters) are optional, of an estorno {@code status} ({@code DEVOLVIDO} if not told) and {@code natureza} too. Null is
 * as good as absent, unknown fields are ignored.
 */
public record PixEventsReader(PixLimits limits, Pseudonyms pseudonyms) {

    /**
     * The events of one account.
     *
     * @param body bounded and inflated by the caller; not kept
     * @param receivedAtMillis the server's clock, epoch milliseconds
     * @throws UnreadableBodyException when nothing can be taken from the body, or it holds too much
     */
    public PixBatch read(byte[] body, int offset, int length, long receivedAtMillis) throws UnreadableBodyException {
        Body content = new Body(limits, pseudonyms, receivedAtMillis);
        JsonDocument.read(body, offset, length, content);
        return new PixBatch(content.items, content.rejections);
    }

    private static final class Body implements JsonDocument.Content {

        private final PixLimits limits;
        private final Pseudonyms pseudonyms;
        private final long receivedAtMillis;
        private final List<PixItem> items = new ArrayList<>();
        private final List<PixRejection> rejections = new ArrayList<>();
        private int begun;

        Body(PixLimits limits, Pseudonyms pseudonyms, long receivedAtMillis) {
            this.limits = limits;
            this.pseudonyms = pseudonyms;
            this.receivedAtMillis = receivedAtMillis;
        }

        @Override
        public void read(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException {
            if (first == JsonToken.START_OBJECT) {
                readItem(in, first);
            } else if (first == JsonToken.START_ARRAY) {
                for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
                    readItem(in, item);
                }
            } else {
                throw UnreadableBodyException.malformed(
                        "the body must be a JSON object, a Pix event, or an array of them");
            }
        }

        @Override
        public String progress() {
            return begun == 0 ? "" : ", in or after item " + (begun - 1);
        }

        private void readItem(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException {
            if (begun == limits.maxItems()) {
                throw UnreadableBodyException.tooLarge("the body holds more than " + limits.maxItems() + " events");
            }
            int index = begun++;
            PixDraft draft = PixDraft.told();
            if (first == JsonToken.START_OBJECT) {
                readFields(in, draft);
            } else {
                in.skipChildren();
                draft.refuse("", "must be a JSON object");
            }
            PixItem item = draft.finish();
            if (item == null) {
                rejections.add(draft.rejection(index, ""));
            } else {
                items.add(item);
            }
        }

        private void readFields(JsonParser in, PixDraft draft) throws IOException, UnreadableBodyException {
            JsonFields fields = new JsonFields(in, draft);
            JsonFields.forEach(in, (name, value) -> {
                switch (name) {
                    case "kind" -> draft.kind(fields.text(name, value));
                    case "endToEndId" -> draft.endToEndId(fields.text(name, value));
                    case "rtrId" -> draft.rtrId(fields.text(name, value));
                    case "valor" -> draft.valor(fields.text(name, value));
                    case "occurredAt" -> occurredAt(fields.instantOrMillis(name, value), draft);
                    case "txid" -> draft.txid(fields.text(name, value));
                    case "chave" -> chave(fields.text(name, value), draft);
                    case "counterparty" -> counterparty(fields.text(name, value), draft);
                    case "status" -> draft.status(fields.text(name, value));
                    case "natureza" -> draft.natureza(fields.text(name, value));
                    default -> {
                        // what we do not know is the client's own
                    }
                }
            });
        }

        private void occurredAt(long millis, PixDraft draft) {
            if (millis == Rfc3339.INVALID) {
                return;
            }
            String wrong = ToldInstant.whyWrong(millis, receivedAtMillis);
            if (wrong != null) {
                draft.refuse("occurredAt", wrong);
            }
            draft.occurredAt(millis);
        }

        private void chave(@Nullable String text, PixDraft draft) {
            if (text == null) {
                return;
            }
            if (PixKey.kindOf(text).isPresent()) {
                draft.chave(pseudonyms.of(text));
            } else {
                draft.refuse("chave", "must be a CPF, CNPJ, phone, e-mail or random key as the DICT has it");
            }
        }

        private void counterparty(@Nullable String text, PixDraft draft) {
            if (text == null) {
                return;
            }
            if (text.isBlank() || text.length() > PixKey.MAX_LENGTH) {
                draft.refuse("counterparty", "must have 1 to " + PixKey.MAX_LENGTH + " characters");
            } else {
                draft.counterparty(pseudonyms.of(text));
            }
        }
    }
}
