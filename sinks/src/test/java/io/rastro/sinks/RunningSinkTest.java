package io.rastro.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.kafka.javadsl.Consumer;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningSinkTest {

    /** As with a store that is away: each time it takes a time-out to notice. Pauses of 100, 200, 400, 800, 1000 ms. */
    @Test
    void pausesLongerEachTimeEvenIfAFailureTakesLongerThanThePause() throws Exception {
        Config config = ConfigFactory.parseString("rastro.sinks.restart { min-backoff = 100 ms, max-backoff = 1 s }")
                .withFallback(ConfigFactory.load());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        var restarts = RunningSink.restarts("failing", meters);
        ActorTestKit kit = ActorTestKit.create("running-sink", config);
        try {
            RunningSink sink = RunningSink.start(
                    kit.system(),
                    "failing",
                    SinksSettings.from(config).consuming(),
                    restarts,
                    () -> Source.tick(Duration.ofMillis(150), Duration.ofMillis(150), "late")
                            .map(late -> {
                                throw new IllegalStateException("the store is away");
                            })
                            .mapMaterializedValue(cancellable -> Consumer.createNoopControl()));
            TimeUnit.MILLISECONDS.sleep(3_000);

            assertThat(restarts.count()).isBetween(2.0, 6.0);
            sink.drainAndStop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } finally {
            kit.shutdownTestKit();
        }
    }
}
