package io.rastro.protocol.courier;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;

/** One JSON object or an array of them. What is no JSON spoils the body, for nothing after it can be trusted. */
final class JsonBody {

    private JsonBody() {}

    static void read(byte[] body, int offset, int length, BatchBuilder batch) throws UnreadableBodyException {
        try (JsonParser in = JsonPosition.FACTORY.createParser(body, offset, length)) {
            readAll(in, length, batch);
        } catch (IOException | IllegalStateException e) {
            throw UnreadableBodyException.malformed("the body is not JSON that can be read" + item(batch));
        }
    }

    private static void readAll(JsonParser in, int length, BatchBuilder batch)
            throws IOException, UnreadableBodyException {
        try {
            readDocument(in, batch);
            requireEnd(in);
        } catch (JsonProcessingException e) {
            JsonLocation at = where(e, in);
            throw UnreadableBodyException.malformed("the body " + whatIsWrong(e, at, length) + " at line "
                    + at.getLineNr() + ", column " + at.getColumnNr() + item(batch));
        }
    }

    /** In words, to be read after the name of what was read; never the parser's own, which repeat the input. */
    static String whatIsWrong(JsonProcessingException e, JsonLocation at, int length) {
        if (e instanceof StreamConstraintsException) {
            return "is nested too deep, or has a name, string or number that is too long,";
        }
        return e instanceof JsonEOFException || at.getByteOffset() >= length
                ? "ends before its JSON is complete,"
                : "is not valid JSON";
    }

    static JsonLocation where(JsonProcessingException e, JsonParser in) {
        JsonLocation told = e.getLocation();
        return told == null ? in.currentLocation() : told;
    }

    private static void readDocument(JsonParser in, BatchBuilder batch) throws IOException, UnreadableBodyException {
        JsonToken first = in.nextToken();
        if (first == null) {
            throw UnreadableBodyException.malformed("the body is empty");
        }
        switch (first) {
            case START_OBJECT -> JsonPosition.read(in, batch);
            case START_ARRAY -> readItems(in, batch);
            default ->
                throw UnreadableBodyException.malformed(
                        "the body must be a JSON object, a position, or an array of them");
        }
    }

    private static void readItems(JsonParser in, BatchBuilder batch) throws IOException, UnreadableBodyException {
        for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
            if (item == JsonToken.START_OBJECT) {
                JsonPosition.read(in, batch);
            } else {
                batch.begin();
                in.skipChildren();
                batch.reject("must be a JSON object");
            }
        }
    }

    private static void requireEnd(JsonParser in) throws IOException, UnreadableBodyException {
        if (in.nextToken() != null) {
            JsonLocation at = in.currentTokenLocation();
            throw UnreadableBodyException.malformed("the body goes on after its JSON value at line " + at.getLineNr()
                    + ", column " + at.getColumnNr() + "; for one object a line send NDJSON");
        }
    }

    private static String item(BatchBuilder batch) {
        return batch.items() == 0 ? "" : ", in or after item " + (batch.items() - 1);
    }
}
