package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code componentesValor} of Pix API 2.9.0, each an object with a {@code valor}: original + saque + troco + multa + juros −
 * abatimento − desconto, never saque together with troco.
 */
final class WebhookComponents {

    private final JsonParser in;
    private final Set<String> told = new HashSet<>();
    private long sum;
    private boolean isBroken;

    private WebhookComponents(JsonParser in) {
        this.in = in;
    }

    /** Centavos, may be below 0; {@link Centavos#INVALID} when they are no parts of an amount. */
    static long sum(JsonParser in, JsonToken value) throws IOException, UnreadableBodyException {
        if (value != JsonToken.START_OBJECT) {
            return Centavos.INVALID;
        }
        WebhookComponents components = new WebhookComponents(in);
        JsonFields.forEach(in, components::component);
        boolean both = components.told.contains("saque") && components.told.contains("troco");
        return components.isBroken || both ? Centavos.INVALID : components.sum;
    }

    private void component(String name, JsonToken value) throws IOException, UnreadableBodyException {
        int sign =
                switch (name) {
                    case "original", "saque", "troco", "multa", "juros" -> 1;
                    case "abatimento", "desconto" -> -1;
                    default -> 0;
                };
        if (sign == 0 || value == JsonToken.VALUE_NULL) {
            return;
        }
        isBroken |= !told.add(name) || value != JsonToken.START_OBJECT;
        if (value == JsonToken.START_OBJECT) {
            sum += sign * amount();
        }
    }

    private long amount() throws IOException, UnreadableBodyException {
        long[] amount = {Centavos.INVALID};
        JsonFields.forEach(in, (name, value) -> {
            if (name.equals("valor")) {
                isBroken |= amount[0] != Centavos.INVALID || value != JsonToken.VALUE_STRING;
                amount[0] = Centavos.parse(in.getText());
            }
        });
        isBroken |= amount[0] == Centavos.INVALID;
        return amount[0];
    }
}
