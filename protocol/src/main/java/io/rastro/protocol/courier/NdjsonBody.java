package io.rastro.protocol.courier;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.JsonDocument;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;

/** One JSON object a line. A line that is none spoils nothing but itself. */
final class NdjsonBody {

    private NdjsonBody() {}

    static void read(byte[] body, int offset, int length, BatchBuilder batch) throws UnreadableBodyException {
        int end = offset + length;
        for (int start = offset; start < end; ) {
            int lineEnd = start;
            boolean blank = true;
            while (lineEnd < end && body[lineEnd] != '\n') {
                blank &= body[lineEnd] == ' ' || body[lineEnd] == '\t' || body[lineEnd] == '\r';
                lineEnd++;
            }
            if (!blank) {
                readLine(body, start, lineEnd - start, batch);
            }
            start = lineEnd + 1;
        }
    }

    private static void readLine(byte[] body, int offset, int length, BatchBuilder batch)
            throws UnreadableBodyException {
        PositionDraft draft = batch.begin();
        try (JsonParser in = JsonDocument.FACTORY.createParser(body, offset, length)) {
            readItem(in, length, draft, batch);
        } catch (IOException | IllegalStateException e) {
            batch.reject("is not JSON that can be read");
        }
    }

    private static void readItem(JsonParser in, int length, PositionDraft draft, BatchBuilder batch)
            throws IOException {
        try {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                batch.reject("must be one JSON object");
                return;
            }
            JsonPosition.readFields(in, draft, batch);
            if (in.nextToken() == null) {
                batch.end();
            } else {
                batch.reject("must be one JSON object, but the line goes on after it");
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = JsonDocument.where(e, in);
            batch.reject(JsonDocument.whatIsWrong(e, at, length) + " at column " + at.getColumnNr());
        }
    }
}
