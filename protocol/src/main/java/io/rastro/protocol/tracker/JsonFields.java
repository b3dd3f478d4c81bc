package io.rastro.protocol.tracker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The fields of one JSON object, those of objects in it with their names joined by dots. Null is as good as absent. */
final class JsonFields {

    /** Objects within objects. */
    private static final int MOST_LEVELS = 5;

    /** Of a whole name, dots included: far longer ones are no app's. */
    private static final int LONGEST_NAME = 128;

    private final StringBuilder path = new StringBuilder();
    private final Fields fields;

    private JsonFields(Fields fields) {
        this.fields = fields;
    }

    /** @param in at the object's first token; left at its last */
    static void read(JsonParser in, Fields fields) throws IOException {
        new JsonFields(fields).object(in, 0);
    }

    private void object(JsonParser in, int level) throws IOException {
        int length = path.length();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken first = in.nextToken();
            if (length + name.length() >= LONGEST_NAME) {
                in.skipChildren();
                fields.leftOut();
            } else {
                if (level > 0) {
                    path.append('.');
                }
                path.append(name);
                value(in, first, level);
                path.setLength(length);
            }
        }
    }

    private void value(JsonParser in, JsonToken first, int level) throws IOException {
        switch (first) {
            case START_OBJECT -> {
                if (level + 1 < MOST_LEVELS) {
                    object(in, level + 1);
                } else {
                    in.skipChildren();
                    fields.leftOut();
                }
            }
            case START_ARRAY -> list(in);
            case VALUE_NULL -> {}
            default -> tell(in.getText());
        }
    }

    private void list(JsonParser in) throws IOException {
        StringBuilder values = new StringBuilder();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            if (next.isScalarValue()) {
                values.append(values.isEmpty() ? "" : ",").append(in.getText());
            } else {
                in.skipChildren();
                fields.leftOut();
            }
        }
        tell(values.toString());
    }

    private void tell(String value) {
        String text = value.strip();
        if (!text.isEmpty()) {
            fields.field(path.toString(), text);
        }
    }
}
