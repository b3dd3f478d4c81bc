package io.rastro.protocol.courier;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;

/** One JSON object or an array of them. */
record JsonBody(BatchBuilder batch) implements JsonDocument.Content {

    static void read(byte[] body, int offset, int length, BatchBuilder batch) throws UnreadableBodyException {
        JsonDocument.read(body, offset, length, new JsonBody(batch));
    }

    @Override
    public void read(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException {
        switch (first) {
            case START_OBJECT -> JsonPosition.read(in, batch);
            case START_ARRAY -> readItems(in);
            default ->
                throw UnreadableBodyException.malformed(
                        "the body must be a JSON object, a position, or an array of them");
        }
    }

    private void readItems(JsonParser in) throws IOException, UnreadableBodyException {
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

    @Override
    public String progress() {
        return batch.items() == 0 ? "" : ", in or after item " + (batch.items() - 1);
    }

    @Override
    public String adviceForMore() {
        return "; for one object a line send NDJSON";
    }
}
