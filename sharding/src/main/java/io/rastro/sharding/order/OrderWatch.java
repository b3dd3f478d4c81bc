package io.rastro.sharding.order;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one watcher knows of an order. It is read when somebody says that it has changed, and every {@link #AGAIN} because
 * nobody may have said so. One reading at a time. Thread-safe.
 */
final class OrderWatch {

    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(OrderWatch.class);

    private final String orderId;
    private final OrderStore store;
    private final Cancellable timer;
    private final List<Waiting<?>> waiting = new ArrayList<>();
    private @Nullable OrderLegs known;
    private boolean reading;
    private boolean readAgain;
    private boolean ended;

    private record Waiting<T>(Function<OrderLegs, Optional<T>> found, CompletableFuture<T> future) {

        /** What tells who waits; empty while there is nothing to tell. */
        Optional<Runnable> told(OrderLegs now) {
            return found.apply(now).map(it -> () -> future.complete(it));
        }
    }

    OrderWatch(ActorSystem<?> system, String orderId, OrderStore store, Duration again) {
        this.orderId = orderId;
        this.store = store;
        this.timer =
                system.scheduler().scheduleWithFixedDelay(Duration.ZERO, again, this::read, system.executionContext());
    }

    /** As it was read last. */
    synchronized OrderLegs known() {
        return known == null ? OrderLegs.NONE : known;
    }

    /**
     * @param found of what was read, whatever that is; tried at once and after each reading
     * @return completes with what is found; never when the watch ends before
     */
    <T> CompletionStage<T> await(Function<OrderLegs, Optional<T>> found) {
        Waiting<T> one = new Waiting<>(found, new CompletableFuture<>());
        Optional<Runnable> told;
        synchronized (this) {
            told = known == null ? Optional.empty() : one.told(known);
            if (told.isEmpty() && !ended) {
                waiting.add(one);
            }
        }
        told.ifPresent(Runnable::run);
        return one.future();
    }

    /** It may have changed. */
    void read() {
        synchronized (this) {
            if (reading || ended) {
                readAgain = true;
                return;
            }
            reading = true;
        }
        store.read(orderId).whenComplete((said, failure) -> {
            List<Runnable> told = failure == null ? know(OrderLegs.of(said)) : List.of();
            if (failure != null) {
                LOG.warn("the table of orders does not answer: {}", failure.toString());
            }
            readOn();
            // Last, and not while it holds the lock: who is told waits for the next thing here.
            told.forEach(Runnable::run);
        });
    }

    private synchronized List<Runnable> know(OrderLegs now) {
        known = now;
        List<Runnable> all = new ArrayList<>();
        waiting.removeIf(one -> {
            Optional<Runnable> told = one.told(now);
            told.ifPresent(all::add);
            return told.isPresent();
        });
        return all;
    }

    private void readOn() {
        boolean again;
        synchronized (this) {
            reading = false;
            again = readAgain && !ended;
            readAgain = false;
        }
        if (again) {
            read();
        }
    }

    void end() {
        synchronized (this) {
            ended = true;
            waiting.clear();
        }
        timer.cancel();
    }
}
