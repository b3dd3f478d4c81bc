package io.rastro.proving.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import java.io.IOException;

/**
 * Watches one courier over a WebSocket: of a frame it reads what it checks. What was not seen when the connection breaks is
 * missing.
 */
final class LiveWatcher implements LiveSockets.Reader {

    private static final JsonFactory JSON = new JsonFactory();

    private final String courierId;
    private final int number;
    private final LiveFrames frames;

    /** @param number which one of the courier's watchers, from 0 */
    LiveWatcher(String courierId, int number, LiveFrames frames) {
        this.courierId = courierId;
        this.number = number;
        this.frames = frames;
    }

    @Override
    public void broken(String why) {
        frames.trouble("the WebSocket of " + courierId + " broke: " + why);
    }

    @Override
    public void text(byte[] utf8, int length, long atNanos) {
        try (JsonParser json = JSON.createParser(utf8, 0, length)) {
            String type = "";
            long fixedAt = Rfc3339.INVALID;
            json.nextToken();
            while ((type.isEmpty() || fixedAt == Rfc3339.INVALID) && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "type" -> type = json.getValueAsString("");
                    case "fixedAt" ->
                        fixedAt = Rfc3339.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
                    default -> json.skipChildren();
                }
            }
            book(type, fixedAt, atNanos);
        } catch (IOException e) {
            frames.trouble("a frame of " + courierId + " cannot be read: " + e.getMessage());
        }
    }

    private void book(String type, long fixedAt, long atNanos) {
        switch (type) {
            case "position" -> frames.seen(courierId, number, fixedAt, atNanos);
            case "lagging" -> frames.lagging();
            default -> {
                // a heartbeat
            }
        }
    }
}
