package io.rastro.protocol.pix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, in any order. A field is told once, or the object cannot be trusted; null is as good as
 * absent. What nobody reads is skipped, however deep.
 */
final class JsonFields {

    /** Takes one field after another. */
    interface Visitor {

        /**
         * One of them.
         *
         * @param value the parser's token; to be left as it is, or read to its end
         */
        void field(String name, JsonToken value) throws IOException, UnreadableBodyException;
    }

    /** Told of what is wrong: a field's name, and why, to be read after it. */
    interface Refusals {
        void refuse(String field, String why);
    }

    private static final String NO_INSTANT =
            "must be an RFC 3339 instant with an offset, such as 2026-11-21T08:15:30.123Z";

    private final JsonParser in;
    private final Refusals refusals;
    private final Set<String> told = new HashSet<>();

    JsonFields(JsonParser in, Refusals refusals) {
        this.in = in;
        this.refusals = refusals;
    }

    /** From the opening brace, where the parser is, to the closing one. */
    static void forEach(JsonParser in, Visitor visitor) throws IOException, UnreadableBodyException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            visitor.field(name, value);
            if (value.isStructStart() && in.currentToken() == value) {
                in.skipChildren();
            }
        }
    }

    /** Whether there is a value to be read; false also when it was told before, which is refused. */
    boolean isTold(String field, JsonToken value) {
        if (!told.add(field)) {
            refusals.refuse(field, "appears twice");
            return false;
        }
        return value != JsonToken.VALUE_NULL;
    }

    /** Null when there is none. */
    @Nullable
    String text(String field, JsonToken value) throws IOException {
        if (!isTold(field, value)) {
            return null;
        }
        if (value != JsonToken.VALUE_STRING) {
            refusals.refuse(field, "must be a string");
            return null;
        }
        return in.getText();
    }

    /** Null when there is none, or when it is empty, which to some providers is the same. */
    @Nullable
    String textUnlessBlank(String field, JsonToken value) throws IOException {
        String text = text(field, value);
        return text == null || text.isBlank() ? null : text;
    }

    /** Epoch milliseconds; {@link Rfc3339#INVALID} when there is none. */
    long instant(String field, JsonToken value) throws IOException {
        String text = text(field, value);
        return text == null ? Rfc3339.INVALID : parsed(field, text);
    }

    /** As {@link #instant}, or a whole number of milliseconds since 1970. */
    long instantOrMillis(String field, JsonToken value) throws IOException {
        if (!isTold(field, value)) {
            return Rfc3339.INVALID;
        }
        if (value == JsonToken.VALUE_STRING) {
            return parsed(field, in.getText());
        }
        if (value == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Math.max(in.getLongValue(), Rfc3339.INVALID + 1);
        }
        refusals.refuse(field, "must be an RFC 3339 string or a whole number of milliseconds since 1970");
        return Rfc3339.INVALID;
    }

    private long parsed(String field, String text) {
        long millis = Rfc3339.parse(text);
        if (millis == Rfc3339.INVALID) {
            refusals.refuse(field, NO_INSTANT);
        }
        return millis;
    }
}
