package io.rastro.devstack.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RelayTest {

    private static final int BYTES = 3 << 20;

    @TempDir
    Path dir;

    @Test
    void passesEverythingBothWaysHoweverSlowlyItIsRead() throws Exception {
        byte[] sent = random();
        try (ServerSocket server = listen();
                Relay relay = to(server.getLocalSocketAddress());
                Socket client = connect(relay)) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(server));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(client, sent));
            byte[] back = client.getInputStream().readNBytes(BYTES);
            assertThat(back).isEqualTo(sent);
            writing.get(5, TimeUnit.SECONDS);
            client.shutdownOutput();
            assertThat(client.getInputStream().read())
                    .as("the server's end follows the client's")
                    .isNegative();
            echo.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void theEndOfTheServerIsTheEndForTheClient() throws Exception {
        try (ServerSocket server = listen();
                Relay relay = to(server.getLocalSocketAddress());
                Socket client = connect(relay)) {
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write('x');
            }
            assertThat(client.getInputStream().readAllBytes()).containsExactly('x');
        }
    }

    @Test
    void aResetIsAReset() throws Exception {
        try (ServerSocket server = listen();
                Relay relay = to(server.getLocalSocketAddress());
                Socket client = connect(relay)) {
            Socket accepted = server.accept();
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
            accepted.close();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.getInputStream().read())
                    .withMessageContaining("reset");
        }
    }

    @Test
    void whereNobodyListensTheNextOneIsTried() throws Exception {
        SocketAddress nobody;
        try (ServerSocket gone = listen()) {
            nobody = gone.getLocalSocketAddress();
        }
        try (ServerSocket server = listen();
                Relay relay = to(nobody, nobody, server.getLocalSocketAddress());
                Socket client = connect(relay);
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write('y');
            assertThat(client.getInputStream().read()).isEqualTo('y');
        }
        try (Relay relay = to(nobody);
                Socket client = connect(relay)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.getInputStream().read())
                    .withMessageContaining("reset");
        }
    }

    @Test
    void goesThroughAUnixDomainSocket() throws Exception {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(dir.resolve("s"));
        try (ServerSocket server = listen();
                Relay outside = Relay.listen(path, () -> List.of(server.getLocalSocketAddress()), "outside");
                Relay inside = to(path);
                Socket client = connect(inside);
                Socket accepted = server.accept()) {
            client.getOutputStream().write('z');
            assertThat(accepted.getInputStream().read()).isEqualTo('z');
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isNegative();
            try (SocketChannel direct = SocketChannel.open(path);
                    Socket second = server.accept()) {
                assertThat(direct.isConnected()).isTrue();
                second.getOutputStream().write('a');
            }
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static Relay to(SocketAddress... targets) throws IOException {
        return Relay.listen(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                () -> List.of(targets),
                "relay-under-test");
    }

    private static Socket connect(Relay relay) throws IOException {
        InetSocketAddress at = (InetSocketAddress) relay.address();
        return new Socket(at.getAddress(), at.getPort());
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    private static void echo(ServerSocket server) {
        try (Socket accepted = server.accept()) {
            InputStream in = accepted.getInputStream();
            in.transferTo(accepted.getOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            OutputStream out = client.getOutputStream();
            out.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
