package io.rastro.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LivePhaseTest {

    private static final LiveSettings SETTINGS = new LiveSettings(200, 5, 2, Duration.ofMillis(800));

    private static WatchedNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new WatchedNode();
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @Test
    void seesEveryPositionOnceOnSchedule() throws Exception {
        LiveReport report = run((frame, send) -> send.accept(frame));

        assertThat(report.isExact()).isTrue();
        assertThat(report.load().accepted()).isBetween(80L, 161L);
        assertThat(report.expected()).isEqualTo(2 * report.load().accepted());
        assertThat(report.latency().getTotalCount()).isEqualTo(report.expected());
        assertThat(report.latency().getMaxValue()).isPositive();
        assertThat(report.troubles()).isEmpty();
    }

    @Test
    void reportsMissingFrames() throws Exception {
        AtomicInteger count = new AtomicInteger();
        LiveReport report = run((frame, send) -> {
            if (count.incrementAndGet() % 25 != 0) {
                send.accept(frame);
            }
        });

        assertThat(report.missing()).isEqualTo(report.expected() / 25).isPositive();
        assertThat(report.latency().getTotalCount()).isEqualTo(report.expected() - report.missing());
        assertThat(report.isExact()).isFalse();
    }

    @Test
    void reportsDuplicateFrames() throws Exception {
        AtomicInteger count = new AtomicInteger();
        LiveReport report = run((frame, send) -> {
            send.accept(frame);
            int number = count.incrementAndGet();
            if (number == 25 || number == 50) {
                send.accept(frame);
            }
        });

        assertThat(report.duplicates()).isEqualTo(2);
        assertThat(report.missing()).isZero();
        assertThat(report.isExact()).isFalse();
    }

    @Test
    void reportsFramesOutOfOrder() throws Exception {
        AtomicInteger count = new AtomicInteger();
        AtomicReference<JsonNode> held = new AtomicReference<>();
        LiveReport report = run((frame, send) -> {
            boolean ofFirst = frame.path("courierId").textValue().endsWith("-0");
            int number = ofFirst ? count.incrementAndGet() : 0; // odd ones go to the courier's first watcher
            if (number == 5) {
                held.set(frame);
                return;
            }
            send.accept(frame);
            if (number == 9) {
                send.accept(held.get());
            }
        });

        assertThat(report.outOfOrder()).isEqualTo(1);
        assertThat(report.missing()).isZero();
        assertThat(report.duplicates()).isZero();
        assertThat(report.isExact()).isFalse();
    }

    @Test
    void latencyIsThatOfTheFrame() throws Exception {
        LiveReport report = run((frame, send) ->
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> send.accept(frame)));

        assertThat(report.missing()).isZero();
        assertThat(report.latency().getMinValue()).isGreaterThan(95_000);
    }

    @Test
    void countsWhatTheServerLeavesOut() throws Exception {
        LiveReport report = run((frame, send) ->
                send.accept(JsonNodeFactory.instance.objectNode().put("type", "lagging")));

        assertThat(report.lagging()).isEqualTo(report.expected());
        assertThat(report.missing()).isEqualTo(report.expected());
    }

    @Test
    void nobodyToWatchIsAnError() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), unused);
        assertThatThrownBy(() -> LivePhase.run(SETTINGS, List.of(nobody), Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no WebSocket at ws://");
    }

    private static LiveReport run(BiConsumer<JsonNode, Consumer<JsonNode>> show) throws Exception {
        node.show(show);
        return LivePhase.run(SETTINGS, List.of(node.address()), Duration.ofMillis(700));
    }
}
