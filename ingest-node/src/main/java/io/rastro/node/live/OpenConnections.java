package io.rastro.node.live;

import akka.Done;
import akka.actor.ClassicActorSystemProvider;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** All that is open, to be ended together. Thread-safe. */
final class OpenConnections {

    private static final Duration POLL = Duration.ofMillis(20);

    private final ClassicActorSystemProvider system;
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    OpenConnections(ClassicActorSystemProvider system) {
        this.system = system;
    }

    /**
     * @param end ends one, from any thread, also twice; called at once when all have been ended
     */
    void add(Runnable end) {
        ends.add(end);
        if (ended) {
            end.run();
        }
    }

    void remove(Runnable end) {
        ends.remove(end);
    }

    int count() {
        return ends.size();
    }

    /** @return completes when none is open any more, or when the time is over */
    CompletionStage<Done> end(Duration atMost) {
        ended = true;
        ends.forEach(Runnable::run);
        return closed(atMost);
    }

    private CompletionStage<Done> closed(Duration atMost) {
        if (ends.isEmpty() || atMost.isNegative()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return Patterns.after(POLL, system, () -> closed(atMost.minus(POLL)));
    }
}
