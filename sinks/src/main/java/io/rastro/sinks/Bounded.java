package io.rastro.sinks;

import java.util.ArrayList;
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
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<?>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(atATime, items.size()); i++) {
            workers.add(worker(items, next, work).toCompletableFuture());
        }
        return CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new));
    }

    private static <T> CompletionStage<Void> worker(
            List<T> items, AtomicInteger next, Function<? super T, ? extends CompletionStage<?>> work) {
        int item = next.getAndIncrement();
        if (item >= items.size()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<?> begun;
        try {
            begun = work.apply(items.get(item));
        } catch (RuntimeException refused) {
            begun = CompletableFuture.failedStage(refused);
        }
        return begun.handle((done, failure) -> {
                    if (failure != null) {
                        next.set(items.size());
                        return CompletableFuture.<Void>failedStage(failure);
                    }
                    return worker(items, next, work);
                })
                .thenCompose(rest -> rest);
    }
}
