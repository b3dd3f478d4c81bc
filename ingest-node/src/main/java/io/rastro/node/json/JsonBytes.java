package io.rastro.node.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.rastro.protocol.courier.PositionJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON straight into bytes, without a tree. */
public final class JsonBytes {

    private JsonBytes() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Writing {
        void write(JsonGenerator out) throws IOException;
    }

    public static byte[] of(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator out = PositionJson.FACTORY.createGenerator(bytes)) {
                writing.write(out);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
    }
}
