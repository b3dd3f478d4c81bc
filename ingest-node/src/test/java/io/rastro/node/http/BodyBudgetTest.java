package io.rastro.node.http;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.sharding.courier.Courier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A budget for three bodies of 40 KiB and a little. */
class BodyBudgetTest {

    private static final String PATH = "/v1/couriers/c/positions";
    private static final String JSON = "application/json";
    private static final String HEAD = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final int LENGTH = 40 << 10;

    private final CompletableFuture<Courier.Reply> later = new CompletableFuture<>();
    private final List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.http { max-body = 60 KiB, max-inflated-body = 64 KiB, max-body-memory = 124 KiB,"
                + " body-timeout = 2 s }");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static byte[] body(int length) {
        String fix = fix(1, 2);
        return (fix + " ".repeat(length - fix.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    private String held() {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("rastro_http_body_bytes "))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    /** So many bodies whose courier does not answer yet. */
    private void hold(int bodies) {
        api.reply = () -> later;
        for (int i = 0; i < bodies; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> api.post(PATH, JSON, body(LENGTH)), task -> new Thread(task).start()));
        }
        soon().until(() -> Double.parseDouble(held()) == bodies * LENGTH);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    private void letGo() {
        later.complete(new Courier.Reply.Recorded(1, 0, 1, false, 0));
        waiting.forEach(answer -> answer.join().isOk());
    }

    private void assertFreeAgain() {
        soon().untilAsserted(() -> assertThat(held()).isEqualTo("0.0"));
        hold(3);
        letGo();
    }

    @Test
    void refusesWhatDoesNotFitUntilThereIsRoomAgain() {
        hold(3);

        Answer refused = api.post(PATH, JSON, body(LENGTH)).isProblem(503, "overloaded");
        assertThat(refused.headers().get("retry-after")).isEqualTo("1");

        letGo();
        soon().untilAsserted(() -> assertThat(held()).isEqualTo("0.0"));
        api.post(PATH, JSON, body(LENGTH)).isOk();
    }

    @Test
    void refusesByTheLengthBeforeTheBodyComes() throws IOException {
        hold(3);

        RawHttp.send(api.port(), HEAD + "Content-Length: " + LENGTH + "\r\n\r\n")
                .isProblem(503, "overloaded");
        letGo();
        assertThat(held()).isEqualTo("0.0");
    }

    @Test
    void holdsNothingForABodyThatDoesNotCome() throws IOException {
        List<Socket> promises = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            promises.add(send(HEAD + "Content-Length: " + LENGTH + "\r\n\r\n "));
        }
        soon().untilAsserted(() -> assertThat(held()).isEqualTo("4.0"));

        api.post(PATH, JSON, body(LENGTH)).isOk();

        for (Socket promise : promises) {
            promise.close();
        }
        assertFreeAgain();
    }

    @Test
    void refusesAChunkedBodyThatIsTooMuchBeforeItsEnd() throws IOException {
        hold(3);

        StringBuilder unfinished = new StringBuilder(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 8; i++) {
            unfinished.append("400\r\n").append(" ".repeat(1024)).append("\r\n");
        }
        RawHttp.send(api.port(), unfinished.toString()).isProblem(503, "overloaded");
        letGo();
        assertThat(held()).isEqualTo("0.0");
    }

    @Test
    void countsWhatABodyInflatesTo() throws IOException {
        hold(2);
        byte[] small = gzip(body(60 << 10));
        assertThat(small.length).isLessThan(1 << 10);

        api.post(PATH, JSON, small, "Content-Encoding", "gzip").isProblem(503, "overloaded");

        letGo();
        api.post(PATH, JSON, small, "Content-Encoding", "gzip").isOk();
        assertThat(held()).isEqualTo("0.0");
    }

    @Test
    void isFreeAgainAfterClientsThatBrokeOff() throws IOException {
        for (int i = 0; i < 60; i++) {
            breakOff(HEAD + "Content-Length: " + LENGTH + "\r\n\r\n" + " ".repeat(i * 500));
            breakOff(HEAD + "Transfer-Encoding: chunked\r\n\r\n400\r\n" + " ".repeat(1024) + "\r\n400\r\n  ");
            breakOff(HEAD + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n");
        }

        assertFreeAgain();
    }

    @Test
    void isFreeAgainAfterClientsThatDidNotWaitForTheAnswer() throws IOException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        api.reply = () -> {
            boolean timesOut = asked.incrementAndGet() % 2 == 0;
            return gone.thenCompose(now -> timesOut
                    ? CompletableFuture.failedFuture(new TimeoutException())
                    : CompletableFuture.completedFuture(new Courier.Reply.Busy("no")));
        };
        for (int i = 0; i < 30; i++) {
            try (Socket socket = send(HEAD + "Content-Length: 1024\r\n\r\n" + text(1024))) {
                int before = i;
                soon().until(() -> asked.get() > before);
            }
        }
        assertThat(held()).isEqualTo(30 * 1024 + ".0");
        gone.complete(null);

        assertFreeAgain();
    }

    /** A client that is still sending when it is refused has to get the answer, and may use the connection again. */
    @RepeatedTest(20)
    void answersARefusedBodyOnAConnectionThatStaysUsable() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(10_000);
            for (int length : new int[] {61 << 10, 4 << 20, 61 << 10}) {
                socket.getOutputStream()
                        .write((HEAD + "Content-Length: " + length + "\r\n\r\n" + text(length))
                                .getBytes(StandardCharsets.ISO_8859_1));
                RawHttp.read(socket.getInputStream()).isProblem(413, "body-too-large");
            }
            socket.getOutputStream()
                    .write((HEAD + "Content-Length: 1024\r\n\r\n" + text(1024)).getBytes(StandardCharsets.ISO_8859_1));
            RawHttp.read(socket.getInputStream()).isOk();
        }
    }

    @Test
    void isFreeAgainAfterEveryKindOfRefusal() throws IOException {
        byte[] cutOff = java.util.Arrays.copyOf(gzip(body(LENGTH)), 60);
        byte[] bomb = gzip(new byte[20 << 20]);
        for (int i = 0; i < 20; i++) {
            api.post(PATH, JSON, "{".repeat(1000).getBytes(StandardCharsets.UTF_8))
                    .isProblem(400, "unreadable-body");
            api.post(PATH, "text/plain", body(LENGTH)).isProblem(415, "unsupported-media-type");
            api.post(PATH, JSON, body(61 << 10)).isProblem(413, "body-too-large");
            api.post(PATH, JSON, cutOff, "Content-Encoding", "gzip").isProblem(400, "unreadable-body");
            api.post(PATH, JSON, bomb, "Content-Encoding", "gzip").isProblem(413, "body-too-large");
        }
        RawHttp.send(api.port(), HEAD + "Content-Length: 500\r\n\r\n{").isProblem(408, "body-too-slow");
        for (Supplier<CompletionStage<Courier.Reply>> failing : failures()) {
            api.reply = failing;
            assertThat(api.post(PATH, JSON, body(LENGTH)).status()).isGreaterThanOrEqualTo(500);
        }

        assertFreeAgain();
    }

    private static List<Supplier<CompletionStage<Courier.Reply>>> failures() {
        return List.of(
                () -> CompletableFuture.failedFuture(new TimeoutException()),
                () -> CompletableFuture.completedFuture(new Courier.Reply.Busy("no")),
                () -> {
                    throw new IllegalStateException("a bug");
                });
    }

    private static String text(int length) {
        return new String(body(length), StandardCharsets.ISO_8859_1);
    }

    /** Sends, and resets the connection. */
    private void breakOff(String request) throws IOException {
        send(request).close();
    }

    /** @return a connection that is reset when it is closed */
    private Socket send(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", api.port());
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }
}
