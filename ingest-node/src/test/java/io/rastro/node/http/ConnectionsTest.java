package io.rastro.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.node.RawWebSocket;
import io.rastro.node.TestApi;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
}
