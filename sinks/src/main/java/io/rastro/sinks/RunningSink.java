package io.rastro.sinks;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.kafka.javadsl.Consumer.Control;
import akka.stream.ActorAttributes;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream from Kafka to a store that is started again with a back-off when it fails, until it is drained. */
public final class RunningSink {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);

    private final String name;
    private final ConsumingSettings settings;
    private final AtomicReference<Control> control;
    private final UniqueKillSwitch killSwitch;
    private final CompletionStage<Done> ended;

    private RunningSink(
            String name,
            ConsumingSettings settings,
            AtomicReference<Control> control,
            UniqueKillSwitch killSwitch,
            CompletionStage<Done> ended) {
        this.name = name;
        this.settings = settings;
        this.control = control;
        this.killSwitch = killSwitch;
        this.ended = ended;
    }

    /** Counter {@code rastro.sink.restarts}. @param sink as {@link ConsumerLag} names it */
    public static Counter restarts(String sink, MeterRegistry meters) {
        return Counter.builder("rastro.sink.restarts")
                .tag("sink", sink)
                .description("times that the sink failed and began anew")
                .register(meters);
    }

    /** @param stream makes the whole stream, the commit its last stage */
    public static RunningSink start(
            ActorSystem<?> system,
            String name,
            ConsumingSettings settings,
            Counter restarts,
            Supplier<Source<?, Control>> stream) {
        AtomicReference<Control> control = new AtomicReference<>();
        Source<Object, NotUsed> restarting = RestartSource.onFailuresWithBackoff(
                settings.restart(),
                () -> stream.get().<Object>map(element -> element).mapMaterializedValue(started -> {
                    if (control.getAndSet(started) != null) {
                        restarts.increment();
                    }
                    return NotUsed.getInstance();
                }));
        Pair<UniqueKillSwitch, CompletionStage<Done>> running = restarting
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(Sink.ignore(), Keep.both())
                .withAttributes(ActorAttributes.dispatcher("rastro.sinks.blocking-dispatcher"))
                .run(system);
        LOG.info("sink started name={}", name);
        return new RunningSink(name, settings, control, running.first(), running.second());
    }

    /** Completes when the sink has stopped for good. */
    public CompletionStage<Done> ended() {
        return ended;
    }

    /**
     * Reads nothing more, finishes and commits what is under way, and ends within the stop time-out whatever happens:
     * what is not committed by then is done again by whoever gets the partitions.
     */
    public CompletionStage<Done> drainAndStop() {
        Control last = control.get();
        if (last == null || last.isShutdown().toCompletableFuture().isDone()) {
            killSwitch.shutdown(); // between two attempts
        } else {
            last.stop();
        }
        return ended.toCompletableFuture()
                .copy()
                .orTimeout(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, unfinished) -> {
                    LOG.info("sink stopped name={} finished={}", name, unfinished == null);
                    killSwitch.shutdown();
                    Control now = control.get();
                    if (now != null) {
                        now.shutdown();
                    }
                    return Done.getInstance();
                });
    }
}
