package io.rastro.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.stream.javadsl.Source;
import io.rastro.node.RawWebSocket;
import io.rastro.node.TestApi;
import io.rastro.sharding.live.LiveFrame;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {

    private static final Duration IDLE = Duration.ofSeconds(2);

    private final TestApi api = new TestApi("akka.http.server.idle-timeout = 2 s");

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void endsAConnectionOnWhichNothingMoves() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /openapi.json HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            long moved = System.nanoTime();

            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - moved)).isBetween(IDLE, IDLE.multipliedBy(4));
        }
    }

    @Test
    void endsAWebSocketOnWhichNothingMoves() throws Exception {
        try (RawWebSocket socket = new RawWebSocket(api.port(), "/v1/couriers/c/live", 0)) {
            Thread.sleep(IDLE.dividedBy(2).toMillis());
            socket.text("I am here");
            long moved = System.nanoTime();

            assertThatThrownBy(socket::read).isInstanceOf(SocketException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - moved)).isBetween(IDLE, IDLE.multipliedBy(4));
        }
    }

    @Test
    void aConnectionOnWhichSomethingMovesStays() throws Exception {
        try (RawWebSocket socket = new RawWebSocket(api.port(), "/v1/couriers/c/live", 0)) {
            for (int i = 0; i < 10; i++) {
                Thread.sleep(IDLE.dividedBy(4).toMillis());
                socket.send(RawWebSocket.PING, true, "ping " + i);
                RawWebSocket.Frame pong = socket.read();
                assertThat(pong).isNotNull();
                assertThat(pong.text()).isEqualTo("ping " + i);
            }
        }
    }

    /** It answers no ping, as one whose network is gone; what it is sent fits into buffers for long. */
    @Test
    void endsAWebSocketThatIsSilentAlsoWhileItIsSentSomething() throws Exception {
        try (TestApi pinging = new TestApi("akka.http.server { idle-timeout = 60 s,"
                        + " websocket.periodic-keep-alive-max-idle = 500 ms }");
                RawWebSocket socket = new RawWebSocket(pinging.port(), "/v1/couriers/c/live", 0)) {
            long began = System.nanoTime();
            RawWebSocket.Frame ping = socket.read();

            assertThat(ping).isNotNull();
            assertThat(ping.opcode()).isEqualTo(RawWebSocket.PING);
            assertThat(socket.read()).as("the end").isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** Akka HTTP does not hand such a connection over, and ends it: nothing of a WebSocket may follow its answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\n",
                "HTTP/1.0\r\nHost: x\r\nConnection: Upgrade\r\n"
            })
    void aConnectionThatEndsIsNotHandedOver(String request) throws Exception {
        api.frames = Source.repeat(new LiveFrame.Heartbeat());
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /v1/couriers/c/live " + request + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readNBytes(64 * 1024), StandardCharsets.UTF_8);

            assertThat(all).startsWith("HTTP/1.1 ").doesNotContain("heartbeat");
        }
    }
}
