package io.rastro.devstack.s3;

import static io.rastro.devstack.s3.S3Call.PUT_OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rastro.devstack.s3.S3Fault.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Before a server that keeps what is put whole. */
class FaultyS3Test {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private final byte[] file = new byte[300_000];
    private HttpClient client;
    private HttpServer real;
    private FaultyS3 s3;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(file);
        real = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        real.setExecutor(Executors.newCachedThreadPool());
        real.createContext("/", this::answer);
        real.start();
        s3 = FaultyS3.before(URI.create("http://127.0.0.1:" + real.getAddress().getPort()));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        real.stop(0);
    }

    private void answer(HttpExchange asked) throws IOException {
        String path = asked.getRequestURI().getRawPath();
        if (asked.getRequestMethod().equals("PUT")) {
            byte[] body = asked.getRequestBody().readAllBytes();
            stored.put(path, body);
            hosts.put(path, asked.getRequestHeaders().getFirst("Host"));
            asked.sendResponseHeaders(200, -1);
        } else {
            asked.sendResponseHeaders(200, 0); // chunked
            asked.getResponseBody().write(stored.get(path));
        }
        asked.close();
    }

    private HttpRequest put(String path, BodyPublisher body) {
        return HttpRequest.newBuilder(s3.endpoint().resolve(path))
                .timeout(SOON)
                .PUT(body)
                .build();
    }

    private int put(String path) throws Exception {
        return client.send(put(path, BodyPublishers.ofByteArray(file)), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void passesEverythingOnAsItIs() throws Exception {
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file));
        assertThat(put("/lake/dt=1/a%2B0.parquet")).isEqualTo(200);
        assertThat(client.send(put("/lake/chunked", chunked), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        HttpRequest get =
                HttpRequest.newBuilder(s3.endpoint().resolve("/lake/chunked")).build();

        assertThat(stored.get("/lake/dt=1/a%2B0.parquet")).isEqualTo(file);
        assertThat(client.send(get, BodyHandlers.ofByteArray()).body()).isEqualTo(file);
        assertThat(hosts.get("/lake/chunked")).isEqualTo(s3.endpoint().getAuthority());
    }

    @Test
    void waitsForTheGoAheadOfAClientThatAsksForOne() throws Exception {
        HttpRequest asking = HttpRequest.newBuilder(s3.endpoint().resolve("/lake/a"))
                .expectContinue(true)
                .PUT(BodyPublishers.ofByteArray(file))
                .build();

        assertThat(client.send(asking, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(stored.get("/lake/a")).isEqualTo(file);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void answersWithAnErrorOfS3(Stage stage) throws Exception {
        InjectedFault fault = s3.inject(S3Fault.answering(503).at(stage).times(1));
        HttpResponse<String> answer =
                client.send(put("/lake/a", BodyPublishers.ofByteArray(file)), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("<Code>SlowDown</Code>");
        assertThat(stored.containsKey("/lake/a")).isEqualTo(stage == Stage.AFTER);
        assertThat(fault.hits()).isEqualTo(1);
        assertThat(put("/lake/a")).isEqualTo(200);
        assertThat(fault.hits()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void resets(Stage stage) throws Exception {
        s3.inject(S3Fault.resetting().at(stage).times(1));

        assertThatIOException().isThrownBy(() -> put("/lake/a"));
        assertThat(stored.containsKey("/lake/a")).isEqualTo(stage == Stage.AFTER);
        assertThat(put("/lake/a")).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void hangsUntilItIsHealed(Stage stage) throws Exception {
        InjectedFault fault = s3.inject(S3Fault.hanging().at(stage));
        CompletableFuture<HttpResponse<Void>> hung =
                client.sendAsync(put("/lake/a", BodyPublishers.ofByteArray(file)), BodyHandlers.discarding());
        await().atMost(SOON).until(() -> fault.hits() == 1);
        Thread.sleep(200);

        assertThat(hung).isNotDone();
        s3.heal();
        assertThat(hung.get().statusCode()).isEqualTo(200);
        assertThat(stored.get("/lake/a")).isEqualTo(file);
    }

    /** The upload that a client has given up, and that reaches S3 all the same. */
    @Test
    void goesOnWithWhatHungEvenIfItsClientHasGone() throws Exception {
        InjectedFault fault = s3.inject(S3Fault.hanging());
        try (Socket impatient =
                new Socket(InetAddress.getLoopbackAddress(), s3.endpoint().getPort())) {
            impatient
                    .getOutputStream()
                    .write("PUT /lake/a HTTP/1.1\r\nHost: lake\r\nContent-Length: 3\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> fault.hits() == 1);
        }
        assertThat(stored).isEmpty();
        fault.heal();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(stored.get("/lake/a")).asString().isEqualTo("abc"));
        assertThat(hosts.get("/lake/a")).isEqualTo("lake");
    }

    @Test
    void slowsDown() throws Exception {
        s3.inject(S3Fault.slow(Duration.ofMillis(200), 1_000_000).to(PUT_OBJECT));
        long before = System.nanoTime();
        assertThat(put("/lake/a")).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(490), SOON);
        assertThat(stored.get("/lake/a")).isEqualTo(file);
    }

    @Test
    void refusesConnectionsWhileItIsAway() throws Exception {
        assertThat(put("/lake/a")).isEqualTo(200);
        s3.goAway();
        assertThatIOException().isThrownBy(() -> put("/lake/a"));
        s3.heal();
        assertThat(put("/lake/a")).isEqualTo(200);
    }

    @Test
    void hitsOnlyTheCallsAndPathsItIsMeantFor() throws Exception {
        InjectedFault fault = s3.inject(S3Fault.answering(500).to(PUT_OBJECT).on("hour=13/"));

        assertThat(put("/lake/hour=12/a")).isEqualTo(200);
        assertThat(put("/lake/hour=13/a?partNumber=1&uploadId=x")).isEqualTo(200);
        assertThat(put("/lake/hour=13/a")).isEqualTo(500);
        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void hitsTheSameRequestsWithTheSameSeed() {
        InjectedFault first = new InjectedFault(S3Fault.resetting().withProbability(0.3, 42));
        InjectedFault second = new InjectedFault(S3Fault.resetting().withProbability(0.3, 42));
        for (int i = 0; i < 1_000; i++) {
            assertThat(first.hits(PUT_OBJECT, "/a/b")).isEqualTo(second.hits(PUT_OBJECT, "/a/b"));
        }
        assertThat(first.hits()).isBetween(250, 350);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /lake/a?uploads, CREATE_MULTIPART_UPLOAD",
        "POST, /lake/a?uploads=, CREATE_MULTIPART_UPLOAD",
        "PUT, /lake/a?partNumber=1&uploadId=x, UPLOAD_PART",
        "POST, /lake/a?uploadId=x, COMPLETE_MULTIPART_UPLOAD",
        "DELETE, /lake/a?uploadId=x, ABORT_MULTIPART_UPLOAD",
        "PUT, /lake/a/b, PUT_OBJECT",
        "PUT, /lake/a?x-id=PutObject, PUT_OBJECT",
        "PUT, /lake/a?acl, OTHER",
        "PUT, /lake, OTHER",
        "PUT, /lake/, OTHER",
        "GET, /lake/a, GET_OBJECT",
        "GET, /lake/?list-type=2, OTHER",
        "HEAD, /lake/a, OTHER",
    })
    void tellsTheCallsApart(String method, String target, S3Call call) {
        assertThat(S3Call.of(method, target)).isEqualTo(call);
    }
}
