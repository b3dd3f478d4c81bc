package io.rastro.sinks.table;

import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of history ended: the last row's time, which tells its partition, and its event id. */
public record HistoryCursor(long atMillis, String eventId) {

    private static final String VERSION = "1";

    public static HistoryCursor of(TracedPosition last) {
        return new HistoryCursor(last.position().fixedAtMillis(), PositionRows.eventId(last));
    }

    public String text() {
        byte[] plain = (VERSION + ' ' + atMillis + ' ' + eventId).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /** @throws IllegalArgumentException when the text is not from {@link #text()} */
    public static HistoryCursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = plain.split(" ", 3);
            if (parts.length == 3
                    && parts[0].equals(VERSION)
                    && EventId.parse(parts[2]).isPresent()) {
                return new HistoryCursor(Long.parseLong(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException notBase64OrNoNumber) {
            // said below
        }
        throw new IllegalArgumentException("the cursor is not one that a page of history ended with");
    }
}
