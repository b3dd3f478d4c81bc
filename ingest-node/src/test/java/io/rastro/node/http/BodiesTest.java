package io.rastro.node.http;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compressed, large, slow and broken bodies. */
class BodiesTest {

    private static final String PATH = "/v1/couriers/bodies/positions";
    private static final String JSON = "application/json";
    private static final int LIMIT = 64 << 10;

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi("rastro.http { max-body = 64 KiB, max-inflated-body = 64 KiB, body-timeout = 500 ms }");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void takesGzipAndBothKindsOfDeflate() throws IOException {
        byte[] body = fix(1, 2).getBytes(StandardCharsets.UTF_8);

        api.post(PATH, JSON, gzip(body), "Content-Encoding", "gzip").isOk();
        api.post(PATH, JSON, deflate(body, false), "Content-Encoding", "deflate")
                .isOk();
        api.post(PATH, JSON, deflate(body, true), "Content-Encoding", "deflate").isOk();
        api.post(PATH, JSON, body, "Content-Encoding", "identity").isOk();
    }

    @Test
    void cutsAGzipBombOffAtTheLimit() throws IOException {
        byte[] bomb = gzip(new byte[20 << 20]);
        assertThat(bomb.length).isLessThan(LIMIT);

        api.post(PATH, JSON, bomb, "Content-Encoding", "gzip").isProblem(413, "body-too-large");
    }

    @Test
    void refusesWhatIsNotGzipOrIsCutOff() throws IOException {
        byte[] whole = gzip(fix(1, 2).getBytes(StandardCharsets.UTF_8));

        api.post(PATH, JSON, fix(1, 2).getBytes(StandardCharsets.UTF_8), "Content-Encoding", "gzip")
                .isProblem(400, "unreadable-body")
                .naming("Content-Encoding");
        api.post(PATH, JSON, Arrays.copyOf(whole, whole.length / 2), "Content-Encoding", "gzip")
                .isProblem(400, "unreadable-body");
    }

    @Test
    void refusesOtherCodings() {
        var answer = api.post(PATH, JSON, new byte[] {1, 2, 3}, "Content-Encoding", "br")
                .isProblem(415, "unsupported-media-type")
                .naming("Content-Encoding");

        assertThat(answer.headers().get("accept-encoding")).isEqualTo("gzip, deflate");
    }

    @Test
    void refusesABodyOverTheLimit() {
        byte[] large = new byte[LIMIT + 1];
        Arrays.fill(large, (byte) ' ');

        api.post(PATH, JSON, large).isProblem(413, "body-too-large");
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() throws IOException {
        StringBuilder request = new StringBuilder("POST " + PATH
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 65; i++) {
            request.append("400\r\n").append(" ".repeat(1024)).append("\r\n");
        }

        RawHttp.send(api.port(), request.append("0\r\n\r\n").toString()).isProblem(413, "body-too-large");
    }

    @Test
    void takesAChunkedBody() throws IOException {
        String body = fix(1, 2);

        RawHttp.send(
                        api.port(),
                        "POST " + PATH
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n")
                .isOk();
    }

    @Test
    void doesNotWaitForEverForABody() throws IOException {
        RawHttp.send(
                        api.port(),
                        "POST " + PATH
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"fix")
                .isProblem(408, "body-too-slow");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] body, boolean bare) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(out, new Deflater(6, bare))) {
            deflate.write(body);
        }
        return out.toByteArray();
    }
}
