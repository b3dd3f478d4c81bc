package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the callback that a provider sends to a receiver, {@code {"pix":[…]}} of Pix API 2.9.0: each {@code pix} is a
 * recebimento, each of its {@code devolucoes} an estorno. What cannot be taken is named in the result and spoils nothing
 * else: a payment is kept without a return that is wrong, and returns are kept without their payment as long as its
 * {@code endToEndId} is known. Free text and names are not kept. An object with {@code evento} and without {@code pix} is
 * how a provider tries the address out: it holds nothing. Any thread.
 */
public record WebhookReader(PixLimits limits, Pseudonyms pseudonyms) {

    /**
     * What a provider reports of one account.
     *
     * @param body bounded and inflated by the caller; not kept
     * @throws UnreadableBodyException when nothing can be taken from the body, or it holds too much
     */
    public PixBatch read(byte[] body, int offset, int length) throws UnreadableBodyException {
        Body content = new Body(limits, pseudonyms);
        JsonDocument.read(body, offset, length, content);
        return new PixBatch(content.items, content.rejections);
    }

    private static final class Body implements JsonDocument.Content {

        private final PixLimits limits;
        private final Pseudonyms pseudonyms;
        private final List<PixItem> items = new ArrayList<>();
        private final List<PixRejection> rejections = new ArrayList<>();
        private boolean hasPix;
        private boolean isTrial;
        private int begun;
        private int returns;

        Body(PixLimits limits, Pseudonyms pseudonyms) {
            this.limits = limits;
            this.pseudonyms = pseudonyms;
        }

        @Override
        public void read(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException {
            if (first != JsonToken.START_OBJECT) {
                throw UnreadableBodyException.malformed("the body must be a JSON object with an array pix");
            }
            JsonFields.forEach(in, (name, value) -> {
                if (name.equals("pix") && value != JsonToken.VALUE_NULL) {
                    readAll(in, value);
                } else {
                    isTrial |= name.equals("evento");
                }
            });
            if (!hasPix && !isTrial) {
                throw UnreadableBodyException.malformed("the body must have an array pix");
            }
        }

        @Override
        public String progress() {
            return begun == 0 ? "" : ", in or after pix " + (begun - 1);
        }

        private void readAll(JsonParser in, JsonToken value) throws IOException, UnreadableBodyException {
            if (hasPix || value != JsonToken.START_ARRAY) {
                throw UnreadableBodyException.malformed(
                        hasPix ? "the body has pix twice" : "the body must have an array pix");
            }
            hasPix = true;
            for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
                if (begun == limits.maxItems()) {
                    throw UnreadableBodyException.tooLarge("the body holds more than " + limits.maxItems() + " pix");
                }
                begun++;
                WebhookPix.read(in, pseudonyms, this::oneMoreReturn).addTo(begun - 1, items, rejections);
            }
        }

        private void oneMoreReturn() throws UnreadableBodyException {
            if (returns == limits.maxReturns()) {
                throw UnreadableBodyException.tooLarge(
                        "the body holds more than " + limits.maxReturns() + " devolucoes");
            }
            returns++;
        }
    }
}
