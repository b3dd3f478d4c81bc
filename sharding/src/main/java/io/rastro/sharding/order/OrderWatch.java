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
 * What a node knows of an order that is watched there, by however many. It is read when somebody says that it has changed, and
 * every {@link #AGAIN} because nobody may have said so. One reading at a time. Thread-safe.
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
    private boolean away;
    private boolean ended;
    private int sessions;
    /** How many readings have begun, and which one brought what is known. */
    private long begun;

    private long knownBy;

    private record Waiting<T>(Session session, Function<OrderLegs, Optional<T>> found, CompletableFuture<T> future) {

        /** What tells who waits; empty while there is nothing to tell. */
        Optional<Runnable> told(OrderLegs now) {
            return found.apply(now).map(it -> () -> future.complete(it));
        }
    }

    /** One who watches; to be ended. What was read before it came tells it nothing: that may be long ago. */
    final class Session {

        /** Begun before it came. */
        private final long earlier;

        private Session(long earlier) {
            this.earlier = earlier;
        }

        private boolean knows() {
            return knownBy > earlier;
        }

        /** As it was read last. */
        OrderLegs known() {
            synchronized (OrderWatch.this) {
                return known == null ? OrderLegs.NONE : known;
            }
        }

        /**
         * @param found of what was read, whatever that is; tried at once and after each reading
         * @return completes with what is found; never when the session ends before
         */
        <T> CompletionStage<T> await(Function<OrderLegs, Optional<T>> found) {
            Waiting<T> one = new Waiting<>(this, found, new CompletableFuture<>());
            Optional<Runnable> told;
            synchronized (OrderWatch.this) {
                OrderLegs now = known;
                told = now == null || !knows() ? Optional.empty() : one.told(now);
                if (told.isEmpty()) {
                    waiting.add(one);
                }
            }
            told.ifPresent(Runnable::run);
            return one.future();
        }

        /** @return whether nobody watches any more: nothing is read then */
        boolean end() {
            synchronized (OrderWatch.this) {
                waiting.removeIf(one -> one.session() == this);
                sessions--;
                ended = sessions == 0;
            }
            if (ended) {
                timer.cancel();
            }
            return ended;
        }
    }

    OrderWatch(ActorSystem<?> system, String orderId, OrderStore store, Duration again) {
        this.orderId = orderId;
        this.store = store;
        this.timer = system.scheduler().scheduleWithFixedDelay(again, again, this::read, system.executionContext());
    }

    Session begin() {
        Session session;
        synchronized (this) {
            sessions++;
            session = new Session(begun);
        }
        read();
        return session;
    }

    /** It may have changed. */
    void read() {
        long number;
        synchronized (this) {
            if (reading || ended) {
                readAgain = true;
                return;
            }
            reading = true;
            number = ++begun;
        }
        stored().whenComplete((legs, failure) -> {
            List<Runnable> told = failure == null ? know(legs, number) : List.of();
            say(failure);
            readOn();
            // Last, and not while it holds the lock: who is told waits for the next thing here.
            told.forEach(Runnable::run);
        });
    }

    private CompletionStage<OrderLegs> stored() {
        try {
            return store.read(orderId).thenApply(OrderLegs::of);
        } catch (RuntimeException closed) {
            return CompletableFuture.failedStage(closed);
        }
    }

    private void say(@Nullable Throwable failure) {
        if (failure != null && !away) {
            LOG.warn("the table of orders does not answer: {}", failure.toString());
        }
        away = failure != null;
    }

    private synchronized List<Runnable> know(OrderLegs now, long number) {
        known = now;
        knownBy = number;
        List<Runnable> all = new ArrayList<>();
        waiting.removeIf(one -> {
            Optional<Runnable> told = one.session().knows() ? one.told(now) : Optional.empty();
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
}
