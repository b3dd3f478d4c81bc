package io.rastro.protocol.pix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** The samples of the Pix API, and secrets. */
final class PixSamples {

    static final Pseudonyms PSEUDONYMS = new Pseudonyms(List.of(secret("k2", 2), secret("k1", 1)));

    private static final ObjectMapper JSON = new ObjectMapper();

    private PixSamples() {}

    static Pseudonyms.Secret secret(String id, int fill) {
        byte[] key = new byte[Pseudonyms.LEAST_BYTES];
        Arrays.fill(key, (byte) fill);
        return new Pseudonyms.Secret(id, key);
    }

    /** The lines of a file of samples. */
    static List<JsonNode> lines(String file) throws IOException {
        try (InputStream in = PixSamples.class.getResourceAsStream("/pix/" + file)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> {
                        try {
                            return JSON.readTree(line);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
