package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.NodeSpec;
import io.rastro.devstack.PortPlan;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.load.FakeNode;
import io.rastro.proving.load.LoadReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of nodes that are processes which do nothing; this one answers in their place. */
class DrillTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final DrillSettings SETTINGS = new DrillSettings(1, 50, 10, 0, 20, 3, 8, SHORT, SHORT, SHORT, 128);

    /** A port on which nothing listens. */
    private static final int NOBODY = 1;

    @TempDir
    Path dir;

    private FakeNode http;
    private HttpServer management;

    @BeforeEach
    void start() throws Exception {
        http = FakeNode.start();
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        management.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        management.start();
    }

    @AfterEach
    void stop() {
        management.stop(0);
        http.close();
    }

    @Test
    void endsWithAReportWhenANodeDoesNotStart() throws Exception {
        DevStackSettings noServers = DevStackSettings.in(dir.resolve("data"))
                .withPorts(PortPlan.free())
                .withServers(Set.of());
        Path ledger = dir.resolve("ledger");
        try (DevStack stack = DevStack.start(noServers)) {
            Fleet fleet = new Fleet(stack, this::make);
            fleet.startFirst(1);

            DrillReport report = Drill.run(SETTINGS, new Rolling(Duration.ZERO), fleet, ledger, said -> {});

            assertThat(report.isGood()).isFalse();
            assertThat(bound(report, "the drill came to its end").figure())
                    .startsWith("no: node-1 stopped while it was starting (exit code 1)");
            assertThat(bound(report, "the drill came to its end").timed()).isFalse();
            assertThat(bound(report, "positions that were never answered for").holds())
                    .isTrue();
            assertThat(bound(report, Bounds.STORES_AGREE).figure()).startsWith("could not be compared: ");
            assertThat(report.verified()).isNull();
            assertThat(bound(report, "Pix events that were never answered for").holds())
                    .isTrue();
            LoadReport pix = Objects.requireNonNull(report.pix());
            assertThat(pix.accepted()).isPositive();
            assertThat(LedgerReader.read(ledger).items().size()).isEqualTo((int) pix.accepted());
            assertThat(report.load().accepted()).isPositive();
            assertThat(LedgerReader.read(ledger).recorded().items())
                    .isEqualTo(report.load().accepted());
            assertThat(fleet.names()).containsExactly("node-0");
        }
    }

    private static Bound bound(DrillReport report, String what) {
        return report.bounds().stream()
                .filter(bound -> bound.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    /** A launcher lets the stack take ports that somebody listens on. */
    private NodeSpec make(String name, int slot, String version, boolean joining) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                joining ? "nothing" : System.getProperty("java.class.path"),
                Idle.class.getName());
        int ready = joining ? NOBODY : management.getAddress().getPort();
        PortPlan.Node ports = new PortPlan.Node(http.address().getPort(), ready, slot);
        return NodeSpec.of(name, command, ports).at("127.0.0.1", List.of("env"));
    }

    /** Runs until it is told to stop. */
    static final class Idle {

        private Idle() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(10).toMillis());
        }
    }
}
