package io.rastro.protocol.tracker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.tracker.ReportBuilder.Original;
import java.io.IOException;

/** A body of JSON. Where it cannot be read any further, what came before stays. */
record JsonMessage(byte[] body, ReportBuilder report) {

    static final String NO_OBJECT = "must be a JSON object";

    /** What one object is. Given the parser at its first token, leaves it at its last. */
    @FunctionalInterface
    interface ObjectReader {
        void read(JsonParser in) throws IOException, UnreadableBodyException;
    }

    /** Whether it begins as an object or an array does, which no form would. */
    static boolean isOne(byte[] body) {
        for (byte each : body) {
            if (each > ' ') {
                return each == '{' || each == '[';
            }
            if (each < 0 && each != (byte) 0xEF && each != (byte) 0xBB && each != (byte) 0xBF) {
                return false; // not even a byte order mark
            }
        }
        return false;
    }

    void read(JsonDocument.Content content) {
        try {
            JsonDocument.read(body, mark(), body.length - mark(), content);
        } catch (UnreadableBodyException e) {
            report.unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** The elements of an array, each an item. */
    void items(JsonParser in, ObjectReader reader) throws IOException, UnreadableBodyException {
        for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
            item(in, item, reader);
        }
    }

    void item(JsonParser in, JsonToken first, ObjectReader reader) throws IOException, UnreadableBodyException {
        if (first == JsonToken.START_OBJECT) {
            reader.read(in);
        } else {
            long from = in.currentTokenLocation().getByteOffset();
            in.skipChildren();
            in.finishToken();
            report.begin();
            report.quarantine("", NO_OBJECT, original(from, in));
        }
    }

    /**
     * Reads an object's fields.
     *
     * @return its bytes
     */
    Original object(JsonParser in, Fields fields) throws IOException {
        long from = in.currentTokenLocation().getByteOffset();
        JsonFields.read(in, fields);
        return original(from, in);
    }

    /** Bytes of a byte order mark. */
    private int mark() {
        return body.length >= 3 && body[0] == (byte) 0xEF ? 3 : 0;
    }

    /** @param from where the parser's present value begins */
    private Original original(long from, JsonParser in) {
        long at = in.currentLocation().getByteOffset();
        int to = at < 0 ? body.length : (int) Math.min(body.length, at + mark());
        return new Original(body, (int) Math.max(0, Math.min(from + mark(), to)), to);
    }
}
