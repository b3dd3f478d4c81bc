package io.rastro.node.live;

import static io.rastro.node.RawWebSocket.BINARY;
import static io.rastro.node.RawWebSocket.CONTINUATION;
import static io.rastro.node.RawWebSocket.PING;
import static io.rastro.node.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import io.rastro.node.RawWebSocket;
import io.rastro.node.start.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of any kind are told, and what they cannot do. */
class SocketsTest {

    private static final String LONGEST = "x".repeat(Sockets.MAX_TEXT_BYTES);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ActorSystem<?> system = ActorSystem.create(
            Behaviors.empty(),
            "sockets",
            Configuration.over(ConfigFactory.parseString(
                    "akka.actor.provider = local, akka.coordinated-shutdown.exit-jvm = off, akka.loglevel = OFF")));
    private final OpenConnections open = new OpenConnections(system);
    private final Sockets sockets = new Sockets(system, open);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicBoolean textsCancelled = new AtomicBoolean();
    private volatile Source<Text, NotUsed> texts = Source.never();
    private volatile Sockets.Listener listener = (text, socket) -> heard.add(text);
    private final ServerBinding binding = Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .bindSync(request -> sockets.open(
                    request.getAttribute(AttributeKeys.webSocketUpgrade).orElseThrow(),
                    texts.watchTermination((ignored, ended) -> {
                        ended.whenComplete((done, failure) -> textsCancelled.set(true));
                        return NotUsed.getInstance();
                    }),
                    (text, socket) -> listener.onText(text, socket)))
            .toCompletableFuture()
            .join();

    @AfterEach
    void end() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void handsOverTextsInTheirOrderInHoweverManyFramesTheyCome() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("one");
            client.send(TEXT, false, "t");
            client.send(CONTINUATION, false, "");
            client.send(PING, true, "between");
            client.send(CONTINUATION, false, "w\u00f6");
            client.send(CONTINUATION, true, "");
            client.text(LONGEST);
            sendInHalves(client, "\u00e9".repeat(Sockets.MAX_TEXT_BYTES / 2));
            client.text("");

            awaitHeard(5);
            assertThat(heard).containsExactly("one", "tw\u00f6", LONGEST, "\u00e9".repeat(2048), "");
        }
    }

    @Test
    void closesWith1009AtTheHeaderOfAFrameThatIsTooLong() throws Exception {
        try (RawWebSocket client = open()) {
            client.send(TEXT, true, 1L << 30, "the rest never comes".getBytes(StandardCharsets.UTF_8));

            assertThat(client.readClose().closeCode()).isEqualTo(1009);
            assertThat(heard).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Sockets.MAX_TEXT_BYTES, Long.MAX_VALUE})
    void closesWith1009WhenTheFramesOfATextAreTooLongTogether(long last) throws Exception {
        try (RawWebSocket client = open()) {
            client.send(TEXT, false, "x");
            client.send(CONTINUATION, true, last, "x".getBytes(StandardCharsets.UTF_8));

            assertThat(client.readClose().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void closesWith1009AfterTheFirstFewOfAThousandFragments() throws Exception {
        try (RawWebSocket client = open()) {
            for (int i = 0; i < 1_000; i++) {
                client.send(i == 0 ? TEXT : CONTINUATION, i == 999, "x".repeat(1_049));
            }
            client.text("what comes after it is not heard");

            assertThat(client.readClose().closeCode()).isEqualTo(1009);
            client.close(1009);
            assertThat(client.read()).as("the connection has ended").isNull();
            assertThat(heard).isEmpty();
            awaitTextsCancelled();
        }
    }

    @Test
    void readsAndForgetsAMegabyteUntilTheClientAnswersTheClose() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("x".repeat(1 << 20));
            RawWebSocket.Frame close = client.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.text()).endsWith("a text has at most 4096 bytes");

            long answered = System.nanoTime();
            client.close(1009);

            assertThat(client.read()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - answered))
                    .as("nobody waits for the bound")
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void closesWith1003WhenAFrameIsBinary() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("one");
            awaitHeard(1);
            client.send(BINARY, true, "two");

            assertThat(client.readClose().closeCode()).isEqualTo(1003);
            assertThat(heard).containsExactly("one");
        }
    }

    @Test
    void closesAsTheRouteSaysAndHandsItNothingMore() throws Exception {
        listener = (text, close) -> {
            heard.add(text);
            if (heard.size() == 3) {
                close.accept(Close.policy("a third text that is no bbox"));
                close.accept(Close.policy("the first one counts"));
            }
        };
        try (RawWebSocket client = open()) {
            for (int i = 0; i < 1_000; i++) {
                client.text("no bbox");
            }
            RawWebSocket.Frame close = client.readClose();

            assertThat(close.closeCode()).isEqualTo(1008);
            assertThat(close.text()).endsWith("a third text that is no bbox");
            long answered = System.nanoTime();
            client.close(1008);
            assertThat(client.read()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(Duration.ofSeconds(2));
            assertThat(heard).hasSize(3);
        }
    }

    @Test
    void closesWith1011WhenTheTextsFail() throws Exception {
        texts = Source.single(text("first"))
                .concatLazy(Source.lazySource(() -> Source.failed(new IllegalStateException("the test wants it so"))));
        try (RawWebSocket client = open()) {
            assertThat(read(client)).isEqualTo("first");
            assertThat(client.readClose().closeCode()).isEqualTo(1011);
        }
    }

    @Test
    void closesWith1011WhenTheListenerFails() throws Exception {
        listener = (text, close) -> {
            throw new IllegalStateException("the test wants it so");
        };
        try (RawWebSocket client = open()) {
            client.text("x");

            assertThat(client.readClose().closeCode()).isEqualTo(1011);
            awaitTextsCancelled();
        }
    }

    @Test
    void closesWith1012WhenTheNodeStops() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("x");
            awaitHeard(1);
            CompletionStage<?> ended = open.end(Duration.ofSeconds(5));
            for (int i = 0; i < 100; i++) {
                client.text("nobody hears it");
            }

            assertThat(client.readClose().closeCode()).isEqualTo(1012);
            assertThat(ended.toCompletableFuture()).isNotDone();
            client.close(1012);
            ended.toCompletableFuture().get(2, TimeUnit.SECONDS);
        }
        try (RawWebSocket late = open()) {
            assertThat(late.readClose().closeCode()).isEqualTo(1012);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 1012, 4321})
    void endsTheTextsWhenTheClientCloses(int code) throws Exception {
        try (RawWebSocket client = open()) {
            client.send(TEXT, false, "in the middle of");
            client.close(code);

            assertThat(client.readClose().closeCode()).isEqualTo(code);
            awaitTextsCancelled();
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void endsTheTextsWhenTheClientIsGone() throws Exception {
        try (RawWebSocket client = open()) {
            client.send(TEXT, false, "in the middle of");
        }
        awaitTextsCancelled();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> open.end(Duration.ZERO).toCompletableFuture().isDone());
    }

    @Test
    void staysOpenOverTenThousandTexts() throws Exception {
        CompletableFuture<Text> last = new CompletableFuture<>();
        texts = Source.completionStage(last);
        AtomicLong count = new AtomicLong();
        listener = (text, close) -> {
            if (count.incrementAndGet() == 10_000) {
                last.complete(text(text));
            }
        };
        try (RawWebSocket client = open()) {
            for (int i = 1; i <= 10_000; i++) {
                client.text("text " + i);
            }
            assertThat(read(client)).isEqualTo("text 10000");
        }
    }

    /** What the node has taken is in the buffers of the two sockets. */
    @Test
    void doesNotReadOnWhileATextIsNotDealtWith() throws Exception {
        CountDownLatch dealtWith = new CountDownLatch(1);
        listener = (text, socket) -> await(dealtWith);
        AtomicLong sent = new AtomicLong();
        RawWebSocket client = open();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    client.text(LONGEST);
                    sent.addAndGet(LONGEST.length());
                }
            } catch (IOException closed) {
                // As the test wants it.
            }
        });
        try {
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await()
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> sent.get() == before.getAndSet(sent.get()));
            assertThat(sent.get()).isLessThan(32 << 20);
        } finally {
            dealtWith.countDown();
            client.close();
            flood.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void cutsAClientThatDoesNotEvenTakeTheClose() throws Exception {
        texts = Source.repeat(text("x".repeat(60_000)));
        try (RawWebSocket client = new RawWebSocket(binding.localAddress().getPort(), "/", 4_096)) {
            // The buffers are full then.
            Thread.sleep(1_000);
            client.send(BINARY, true, "x");

            Awaitility.await()
                    .atMost(SocketStage.CUT_AFTER.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> client.text("x")).isInstanceOf(IOException.class));
            assertThat(open.end(Duration.ZERO).toCompletableFuture()).isDone();
        }
    }

    private RawWebSocket open() throws IOException {
        return new RawWebSocket(binding.localAddress().getPort(), "/", 0);
    }

    private static Text text(String text) {
        return Text.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sendInHalves(RawWebSocket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int half = bytes.length / 2 + 1;
        client.send(TEXT, false, half, Arrays.copyOf(bytes, half));
        client.send(CONTINUATION, true, bytes.length - half, Arrays.copyOfRange(bytes, half, bytes.length));
    }

    private static String read(RawWebSocket client) throws IOException {
        RawWebSocket.Frame frame = client.read();
        return frame == null ? "" : frame.text();
    }

    private void awaitHeard(int count) {
        Awaitility.await().atMost(SOON).until(() -> heard.size() >= count);
    }

    private void awaitTextsCancelled() {
        Awaitility.await().atMost(SOON).untilTrue(textsCancelled);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
