package io.rastro.node.membership;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.ddata.Flag;
import akka.cluster.ddata.FlagKey;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the {@link Fence} ticking, on a thread of its own, and when it is in doubt asks the majority of the members for
 * something that nobody has: nodes that have removed this one do not take its messages any more.
 */
final class Confirmation {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);
    private static final Key<Flag> NOBODY_HAS = FlagKey.create("rastro-fence");

    private final ActorSystem<?> system;
    private final Fence fence;
    private final ActorRef<Replicator.Command> replicator;
    private final ScheduledExecutorService ticker;
    private volatile boolean asking;

    private Confirmation(ActorSystem<?> system, Fence fence) {
        this.system = system;
        this.fence = fence;
        this.replicator = DistributedData.get(system).replicator();
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "fence");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Confirmation start(ActorSystem<?> system, Fence fence) {
        Confirmation confirmation = new Confirmation(system, fence);
        confirmation.ticker.scheduleWithFixedDelay(confirmation::tick, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
        return confirmation;
    }

    private void tick() {
        fence.tick();
        if (fence.isUnconfirmed() && !asking) {
            ask();
        }
    }

    private void ask() {
        asking = true;
        long asked = System.nanoTime();
        CompletionStage<Replicator.GetResponse<Flag>> answer = AskPattern.ask(
                replicator,
                replyTo -> new Replicator.Get<>(NOBODY_HAS, new Replicator.ReadMajority(ANSWER_WITHIN), replyTo),
                ANSWER_WITHIN.multipliedBy(2),
                system.scheduler());
        answer.whenComplete((response, failure) -> {
            if (response instanceof Replicator.NotFound || response instanceof Replicator.GetSuccess) {
                fence.confirmed(asked);
            }
            asking = false;
        });
    }

    CompletionStage<Done> stop() {
        ticker.shutdownNow();
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
