package io.rastro.node.membership;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the {@link Fence} ticking, on a thread of its own. A node that stood still declares itself down: it ends, and whoever
 * supervises it starts it clean.
 */
final class Ticker {

    private static final Duration TICK = Duration.ofMillis(100);

    private final ActorSystem<?> system;
    private final Fence fence;
    private final ScheduledExecutorService thread;
    private boolean ending;

    private Ticker(ActorSystem<?> system, Fence fence) {
        this.system = system;
        this.fence = fence;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "fence");
            named.setDaemon(true);
            return named;
        });
    }

    static Ticker start(ActorSystem<?> system, Fence fence) {
        Ticker ticker = new Ticker(system, fence);
        ticker.thread.scheduleWithFixedDelay(ticker::tick, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
        return ticker;
    }

    private void tick() {
        if (!fence.tick() && !ending) {
            ending = true;
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(new Down(cluster.selfMember().address()));
        }
    }

    CompletionStage<Done> stop() {
        thread.shutdownNow();
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
