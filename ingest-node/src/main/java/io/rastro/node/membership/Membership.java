package io.rastro.node.membership;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;

/** What watches over the {@link Fence} of a running node. */
public final class Membership {

    private final Ticker ticker;

    private Membership(Ticker ticker) {
        this.ticker = ticker;
    }

    public static Membership watch(ActorSystem<?> system, MeterRegistry meters) {
        Fence fence = Fence.of(system);
        Gauge.builder("rastro.cluster.fence.open", () -> fence.isOpen() ? 1 : 0)
                .description(
                        "whether this node may write; 0: it is not sure to be one of the cluster, requests are refused")
                .register(meters);
        system.systemActorOf(Majority.create(fence), "majority", Props.empty());
        return new Membership(Ticker.start(system, fence));
    }

    public CompletionStage<Done> stop() {
        return ticker.stop();
    }
}
