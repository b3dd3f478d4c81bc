package io.rastro.node.journal;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalProbeTest {

    private static final JournalSettings SETTINGS =
            new JournalSettings("rastro_journal", Duration.ofMillis(50), Duration.ofMillis(400));

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();

    @Test
    void asksForTheSessionAgainWhenThereIsNone() {
        JournalProbe probe = JournalProbe.start(new JournalHealth(8), SETTINGS, this::thirdTime);
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> probes.get() > 0);
        } finally {
            probe.stop();
        }
    }

    private CompletionStage<CqlSession> thirdTime() {
        return switch (opened.incrementAndGet()) {
            case 1 -> CompletableFuture.failedFuture(new IllegalStateException("no contact point answers"));
            case 2 -> throw new IllegalStateException("nor is there a plugin");
            default -> CompletableFuture.completedFuture(session());
        };
    }

    /** Counts what it is asked, and refuses it. */
    private CqlSession session() {
        return (CqlSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CqlSession.class}, (proxy, method, arguments) -> {
                    probes.incrementAndGet();
                    throw new IllegalStateException("refused");
                });
    }
}
