package io.rastro.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.stream.javadsl.Source;
import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.node.WebSocketClient;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.LiveFrame;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What clients see of a node that was told to stop. */
class LeavingTest {

    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.http { leave-delay = 1500 ms, drain-timeout = 5 s }");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void servesOnAndTellsConnectionsToClose() throws Exception {
        try (Socket kept = new Socket("127.0.0.1", api.port())) {
            assertThat(post(kept).headers().get("connection")).as("before").isNull();

            api.leave();
            Awaitility.await().until(() -> "close".equals(postAlone().headers().get("connection")));

            Answer last = post(kept);
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.headers().get("connection")).isEqualTo("close");
            kept.setSoTimeout(1_000);
            assertThat(kept.getInputStream().read())
                    .as("the server has closed it")
                    .isEqualTo(-1);
        }
    }

    @RepeatedTest(3)
    void finishesWhatIsUnderWay() throws Exception {
        CompletableFuture<Courier.Reply> late = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        api.reply = () -> {
            asked.countDown();
            return late;
        };
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> api.post("/v1/couriers/c/positions", TestApi.fix(1, 2)));

        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        CompletionStage<?> left = api.leave();
        awaitNoListener();
        late.complete(new Courier.Reply.Recorded(1, 0, 1, false, 0));

        assertThat(waiting.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        left.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Some answers are given in the very moment in which connections begin to be ended. */
    @Test
    void writesWhatIsAnsweredInTheLastMoment() throws Exception {
        int requests = 40;
        CountDownLatch asked = new CountDownLatch(requests);
        Queue<CompletableFuture<Courier.Reply>> late = new ConcurrentLinkedQueue<>();
        api.reply = () -> {
            CompletableFuture<Courier.Reply> reply = new CompletableFuture<>();
            late.add(reply);
            asked.countDown();
            return reply;
        };
        ExecutorService clients = Executors.newFixedThreadPool(requests);
        try {
            List<CompletableFuture<Answer>> waiting = IntStream.range(0, requests)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> api.post("/v1/couriers/c-" + i + "/positions", TestApi.fix(1, 2)), clients))
                    .toList();
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            api.leave();
            awaitNoListener();
            late.forEach(reply -> {
                reply.complete(new Courier.Reply.Recorded(1, 0, 1, false, 0));
                LockSupport.parkNanos(500_000);
            });

            for (CompletableFuture<Answer> answer : waiting) {
                assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void closesWebSocketsWithServiceRestartAfterTheirLastFrame() throws Exception {
        api.frames = Source.range(0, 10_000).throttle(50, Duration.ofSeconds(1)).map(LeavingTest::frame);
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            client.awaitFrames(1);

            CompletionStage<?> left = api.leave();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> client.closedWith() != 0);

            assertThat(client.closedWith()).isEqualTo(1012);
            int seen = client.frames().size();
            assertThat(seen).as("frames while it leaves").isGreaterThan(20);
            assertThat(client.frames().get(seen - 1).path("seq").asInt()).isEqualTo(seen - 1);
            // Nobody waits for the bounds: the peer's own close frame ends the connection.
            left.toCompletableFuture().get(4, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWebSocketThatIsOpenedMeanwhileIsServedUntilThen() {
        api.frames = Source.range(0, 10_000).throttle(50, Duration.ofSeconds(1)).map(LeavingTest::frame);
        api.leave();
        Awaitility.await().until(() -> "close".equals(postAlone().headers().get("connection")));

        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            client.awaitFrames(1);
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> client.closedWith() != 0);

            assertThat(client.closedWith()).isEqualTo(1012);
        }
    }

    @Test
    void aWebSocketThatEndsByItselfIsClosedAsUsual() {
        api.frames = Source.single(frame(1));
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            Awaitility.await().until(() -> client.closedWith() != 0);

            assertThat(client.closedWith()).isEqualTo(1000);
        }
    }

    private void awaitNoListener() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(() -> new Socket("127.0.0.1", api.port()).close())
                        .isInstanceOf(IOException.class));
    }

    private Answer postAlone() throws IOException {
        try (Socket own = new Socket("127.0.0.1", api.port())) {
            return post(own);
        }
    }

    private static Answer post(Socket socket) throws IOException {
        String body = TestApi.fix(1, 2);
        socket.getOutputStream()
                .write(("POST /v1/couriers/c/positions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        return RawHttp.read(socket.getInputStream());
    }

    private static LiveFrame frame(int seqNr) {
        return new PositionFrame(new TracedPosition(
                "c", seqNr, 0, 1_700_000_000_000L, Position.of(Instant.ofEpochMilli(1_700_000_000_000L), 1, 2)));
    }
}
