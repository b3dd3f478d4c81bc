package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BalancerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void newConnectionsGoInTurnToTheNodesThatAreReady() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Balancer balancer = opened(Balancer.open((node, in) -> heard.add(node + " " + in)));
        Node a = node("a");
        Node b = node("b");
        Node c = node("c");
        c.readyStatus = 503;
        List.of(a, b, c).forEach(node -> balancer.add(node.name, node.http(), node.ready()));
        assertThat(balancer.await("a", true, SOON) && balancer.await("b", true, SOON))
                .isTrue();

        assertThat(names(balancer, 4)).containsExactly("a", "b", "a", "b");
        assertThat(balancer.isIn("c")).isFalse();

        c.readyStatus = 200;
        b.readyStatus = 503;
        assertThat(balancer.await("c", true, SOON) && balancer.await("b", false, SOON))
                .isTrue();
        assertThat(new TreeSet<>(names(balancer, 6))).containsExactly("a", "c");
        assertThat(heard).contains("a true", "b true", "c true", "b false");

        balancer.remove("a");
        assertThat(names(balancer, 2)).containsExactly("c", "c");
        Node d = node("d");
        balancer.add("d", d.http(), d.ready());
        assertThat(balancer.await("d", true, SOON)).isTrue();
        assertThat(new TreeSet<>(names(balancer, 4))).containsExactly("c", "d");
    }

    @Test
    void aNodeThatRefusesIsPassedOver() throws Exception {
        Balancer balancer = opened(Balancer.open((node, in) -> {}));
        Node a = node("a");
        Node b = node("b");
        InetSocketAddress nobody = node("gone").http();
        open.remove(open.size() - 1).close();
        // Its probe still says that it is ready, as one does until it is asked again.
        balancer.add("a", nobody, a.ready());
        balancer.add("b", b.http(), b.ready());
        assertThat(balancer.await("a", true, SOON) && balancer.await("b", true, SOON))
                .isTrue();
        assertThat(names(balancer, 4)).containsOnly("b");
    }

    @Test
    void withoutAReadyNodeConnectionsAreReset() throws Exception {
        Balancer balancer = opened(Balancer.open((node, in) -> {}));
        try (Socket socket = connect(balancer)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
        }
    }

    @Test
    void whatDoesNotAnswerIsOutWithinTwoSeconds() throws Exception {
        Balancer balancer = opened(Balancer.open((node, in) -> {}));
        Node a = node("a");
        balancer.add("a", a.http(), a.ready());
        assertThat(balancer.await("a", true, SOON)).isTrue();
        a.hangs = true;
        assertThat(balancer.await("a", false, Duration.ofSeconds(4))).isTrue();
        a.hangs = false;
        assertThat(balancer.await("a", true, SOON)).isTrue();
    }

    private static List<String> names(Balancer balancer, int count) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Socket socket = connect(balancer)) {
                socket.getOutputStream()
                        .write("GET /name HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                names.add(answer.substring(answer.length() - 1));
            }
        }
        return names;
    }

    private static Socket connect(Balancer balancer) throws IOException {
        return new Socket(balancer.address().getAddress(), balancer.address().getPort());
    }

    private Node node(String name) throws IOException {
        return opened(new Node(name));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    /** Says its name, and whether it is ready. */
    private static final class Node implements AutoCloseable {
        final String name;
        volatile int readyStatus = 200;
        volatile boolean hangs;
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Node(String name) throws IOException {
            this.name = name;
            InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            this.server = HttpServer.create(new InetSocketAddress(local, 0), 50);
            server.setExecutor(threads);
            server.createContext("/ready", exchange -> {
                while (hangs) {
                    Thread.onSpinWait();
                    sleep();
                }
                exchange.sendResponseHeaders(readyStatus, -1);
                exchange.close();
            });
            server.createContext("/name", exchange -> {
                exchange.sendResponseHeaders(200, name.length());
                exchange.getResponseBody().write(name.getBytes(StandardCharsets.US_ASCII));
                exchange.close();
            });
            server.start();
        }

        private static void sleep() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        InetSocketAddress http() {
            return server.getAddress();
        }

        URI ready() {
            return URI.create("http://127.0.0.1:" + http().getPort() + "/ready");
        }

        @Override
        public void close() {
            hangs = false;
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
