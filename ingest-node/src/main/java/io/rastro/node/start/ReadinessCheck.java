package io.rastro.node.start;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.rastro.node.membership.Fence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One of the checks behind {@code /ready}; named in {@code akka.management.health-checks}. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {

    private final Readiness readiness;
    private final Fence fence;

    public ReadinessCheck(ActorSystem system) {
        this.readiness = Readiness.of(Adapter.toTyped(system));
        this.fence = Fence.of(Adapter.toTyped(system));
    }

    @Override
    public CompletionStage<Boolean> get() {
        return CompletableFuture.completedFuture(readiness.isReady() && fence.isOpen());
    }
}
