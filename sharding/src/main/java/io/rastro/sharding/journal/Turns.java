package io.rastro.sharding.journal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets a few tasks run at once; the others wait for their turn. Any thread. */
final class Turns {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turns(int atOnce) {
        free = atOnce;
    }

    /** Runs the task when it is its turn, which lasts until what it returned is completed. */
    <T> CompletionStage<T> take(Supplier<CompletionStage<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable turn = () -> run(task, result);
        synchronized (this) {
            if (free == 0) {
                waiting.add(turn);
                return result;
            }
            free--;
        }
        turn.run();
        return result;
    }

    private <T> void run(Supplier<CompletionStage<T>> task, CompletableFuture<T> result) {
        CompletionStage<T> running;
        try {
            running = task.get();
        } catch (Exception refused) {
            running = CompletableFuture.failedFuture(refused);
        }
        running.whenComplete((value, failure) -> {
            passOn();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void passOn() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
