package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code PUT …/pix/{e2eid}/devolucao/{id}} asks for; Pix API 2.9.0, {@code DevolucaoSolicitada}.
 *
 * @param centavos above 0
 * @param natureza one that {@link Natureza#isForReceivers}
 */
public record ReturnRequest(long centavos, Natureza natureza) {

    /** What a body comes to. */
    public sealed interface Reading {

        record Asked(ReturnRequest request) implements Reading {}

        /** The first field found wrong, and why, to be read after its name; never repeats what was sent. */
        record Refused(String field, String reason) implements Reading {}
    }

    static final int MAX_ID_LENGTH = 35;
    static final String NO_VALOR = "must be 1 to 10 digits, a point and 2 digits, such as 110.00";
    static final String NOTHING = "must be above 0.00";

    private static final int MAX_DESCRICAO_LENGTH = 140;

    public ReturnRequest {
        if (centavos <= 0 || centavos > Centavos.MAX) {
            throw new IllegalArgumentException("centavos must be above 0, at most " + Centavos.MAX);
        }
        if (!natureza.isForReceivers()) {
            throw new IllegalArgumentException("a receiver may not ask for a return of this natureza");
        }
    }

    /** Whether it may name a return in a path: 1 to 35 of {@code [a-zA-Z0-9]}. */
    public static boolean isId(String id) {
        return Alphanumeric.is(id, 1, MAX_ID_LENGTH);
    }

    /**
     * Reads a JSON object with {@code valor}, perhaps {@code natureza}, {@code ORIGINAL} if not told, and perhaps
     * {@code descricao}, up to 140 characters, which is not kept. Other fields are ignored.
     *
     * @param body bounded by the caller; not kept
     * @throws UnreadableBodyException when it is no JSON object
     */
    public static Reading read(byte[] body, int offset, int length) throws UnreadableBodyException {
        Body content = new Body();
        JsonDocument.read(body, offset, length, content);
        return content.reading();
    }

    private static final class Body implements JsonDocument.Content, JsonFields.Refusals {

        private Reading.@Nullable Refused refused;
        private long centavos = Centavos.INVALID;
        private Natureza natureza = Natureza.ORIGINAL;

        @Override
        public void read(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException {
            if (first != JsonToken.START_OBJECT) {
                throw UnreadableBodyException.malformed("the body must be a JSON object");
            }
            JsonFields fields = new JsonFields(in, this);
            JsonFields.forEach(in, (name, value) -> {
                switch (name) {
                    case "valor" -> valor(fields.text(name, value));
                    case "natureza" -> natureza(fields.text(name, value));
                    case "descricao" -> descricao(fields.text(name, value));
                    default -> {
                        // not of the API
                    }
                }
            });
            if (centavos == Centavos.INVALID) {
                refuse("valor", "is required");
            }
        }

        private void valor(@Nullable String text) {
            if (text != null) {
                centavos = Centavos.parse(text);
                if (centavos <= 0) {
                    refuse("valor", centavos == 0 ? NOTHING : NO_VALOR);
                }
            }
        }

        private void natureza(@Nullable String name) {
            if (name != null) {
                Natureza.of(name)
                        .filter(Natureza::isForReceivers)
                        .ifPresentOrElse(
                                known -> natureza = known, () -> refuse("natureza", "must be ORIGINAL or RETIRADA"));
            }
        }

        private void descricao(@Nullable String text) {
            if (text != null && text.codePointCount(0, text.length()) > MAX_DESCRICAO_LENGTH) {
                refuse("descricao", "must have at most " + MAX_DESCRICAO_LENGTH + " characters");
            }
        }

        @Override
        public void refuse(String field, String why) {
            if (refused == null) {
                refused = new Reading.Refused(field, why);
            }
        }

        Reading reading() {
            return refused == null ? new Reading.Asked(new ReturnRequest(centavos, natureza)) : refused;
        }
    }
}
