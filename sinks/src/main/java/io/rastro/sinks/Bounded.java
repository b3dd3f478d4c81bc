package io.rastro.sinks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Asynchronous work over a list, some of it at a time. */
public final class Bounded {

    private Bounded() {}

    /** Completes when the work is done for each item; fails when one fails, after which no further one is begun. */
    public static <T> CompletionStage<Void> each(
            List<T> items, int atATime, Function<? super T, ? extends CompletionStage<?>> work) {
        return new Run<>(items, Math.min(atATime, items.size()), work).start();
    }

    private static final class Run<T> {

        private final List<T> items;
        private final Function<? super T, ? extends CompletionStage<?>> work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger workers;
        private final CompletableFuture<Void> result = new CompletableFuture<>();

        Run(List<T> items, int atATime, Function<? super T, ? extends CompletionStage<?>> work) {
            this.items = items;
            this.work = work;
            this.workers = new AtomicInteger(atATime);
        }

        CompletionStage<Void> start() {
            int toStart = workers.get();
            if (toStart == 0) {
                result.complete(null);
            }
            for (int i = 0; i < toStart; i++) {
                goOn();
            }
            return result;
        }

        /** A loop as long as the work completes at once, so that the stack does not grow. */
        private void goOn() {
            while (!result.isDone()) {
                int item = next.getAndIncrement();
                if (item >= items.size()) {
                    if (workers.decrementAndGet() == 0) {
                        result.complete(null);
                    }
                    return;
                }
                CompletableFuture<?> begun = begin(items.get(item));
                if (!begun.isDone() || begun.isCompletedExceptionally()) {
                    begun.whenComplete((done, failure) -> {
                        if (failure == null) {
                            goOn();
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
                    return;
                }
            }
        }

        private CompletableFuture<?> begin(T item) {
            try {
                return work.apply(item).toCompletableFuture();
            } catch (RuntimeException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        }
    }
}
