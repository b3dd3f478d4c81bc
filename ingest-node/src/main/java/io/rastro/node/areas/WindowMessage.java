package io.rastro.node.areas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.sharding.area.Bbox;
import java.io.IOException;

/** What the watcher of a window sends. */
final class WindowMessage {

    private static final String EXPECTED = "Send {\"bbox\":[minLon,minLat,maxLon,maxLat]}.";
    private static final JsonFactory JSON = new JsonFactory();

    private WindowMessage() {}

    /** @throws IllegalArgumentException that tells the client what is wrong */
    static Bbox parse(String text) {
        Bbox window = null;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("The message is no JSON object. " + EXPECTED);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(Bboxes.PARAMETER)) {
                    window = bbox(parser);
                } else {
                    parser.nextToken();
                    parser.skipChildren(); // of a later version
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IllegalArgumentException("The message is no JSON object. " + EXPECTED);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The message is no JSON. " + EXPECTED, e);
        }
        if (window == null) {
            throw new IllegalArgumentException("The message has no bbox. " + EXPECTED);
        }
        return window;
    }

    private static Bbox bbox(JsonParser parser) throws IOException {
        double[] edges = new double[4];
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("bbox is no array. " + EXPECTED);
        }
        for (int i = 0; i < edges.length; i++) {
            if (!parser.nextToken().isNumeric()) {
                throw new IllegalArgumentException("bbox is not four numbers. " + EXPECTED);
            }
            edges[i] = parser.getDoubleValue();
        }
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw new IllegalArgumentException("bbox is not four numbers. " + EXPECTED);
        }
        return new Bbox(edges[0], edges[1], edges[2], edges[3]);
    }
}
