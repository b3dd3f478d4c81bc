package io.rastro.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.kafka.javadsl.Consumer;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningSinkTest {

    private static final int RESTARTS = 5;

    /** As with a store that is away: each time it takes a time-out to notice. Pauses of at least 100, 200, 400, … ms. */
    @Test
    void pausesLongerEachTimeEvenIfAFailureTakesLongerThanThePause() throws Exception {
        Config config = ConfigFactory.parseString("rastro.sinks.restart { min-backoff = 100 ms, max-backoff = 3 s }")
                .withFallback(ConfigFactory.load());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        var restarts = RunningSink.restarts("failing", meters);
        List<Long> startedAt = new CopyOnWriteArrayList<>();
        ActorTestKit kit = ActorTestKit.create("running-sink", config);
        try {
            RunningSink sink = RunningSink.start(
                    kit.system(), "failing", SinksSettings.from(config).consuming(), restarts, () -> {
                        startedAt.add(System.nanoTime());
                        return Source.tick(Duration.ofMillis(150), Duration.ofMillis(150), "late")
                                .map(late -> {
                                    throw new IllegalStateException("the store is away");
                                })
                                .mapMaterializedValue(cancellable -> Consumer.createNoopControl());
                    });
            await().atMost(Duration.ofSeconds(20)).until(() -> restarts.count() >= RESTARTS);

            for (int i = 0; i < RESTARTS; i++) {
                assertThat(Duration.ofNanos(startedAt.get(i + 1) - startedAt.get(i)))
                        .as("before restart %s", i + 1)
                        .isGreaterThanOrEqualTo(Duration.ofMillis(100L << i));
            }
            sink.drainAndStop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } finally {
            kit.shutdownTestKit();
        }
    }
}
