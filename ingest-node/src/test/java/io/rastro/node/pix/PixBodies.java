package io.rastro.node.pix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What the tests of these routes send; ' stands for ". */
final class PixBodies {

    static final String SETTINGS = """
            rastro.pix.secrets = ["k2:fedcba9876543210fedcba9876543210", "k1:0123456789abcdef0123456789abcdef"]
            rastro.pix.ispb = "99999A04"
            """;

    static final String ACCOUNT = "/v1/pix/accounts/a-17";

    /** Documents and keys that must not show in any answer. */
    static final List<String> PLANTED =
            List.of("12345678909", "11144477735", "+5511987654321", "fulano@example.com", "Fulano de Tal");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("../protocol/src/test/resources/pix");

    private PixBodies() {}

    /** An endToEndId of this minute, or an rtrId. */
    static String id(char first, int number) {
        return first + "99999A04"
                + DateTimeFormatter.ofPattern("uuuuMMddHHmm")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now())
                + String.format("%011d", number);
    }

    static String payment(int number) {
        return "{'kind':'recebimento','endToEndId':'" + id('E', number) + "','valor':'110.00','occurredAt':'"
                + Instant.now() + "'}";
    }

    static Answer post(TestApi api, String path, String body) {
        return api.post(path, body.replace('\'', '"'));
    }

    static Answer put(TestApi api, String path, String body) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .header("Content-Type", "application/json")
                .build());
    }

    static String sample(String file) {
        try {
            return Files.readString(SAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> samples(String file) {
        return sample(file).lines().map(PixBodies::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
