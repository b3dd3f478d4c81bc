package io.rastro.sharding.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(2);
    private final List<CompletableFuture<String>> running = new ArrayList<>();

    @Test
    void letsAFewRunAtOnceAndTheOthersInTheirOrder() {
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            results.add(take());
        }
        assertThat(running).hasSize(2);
        running.get(1).complete("second");
        assertThat(running).hasSize(3);
        assertThat(results.get(1)).isCompletedWithValue("second");
        assertThat(results.get(0)).isNotDone();
        running.get(2).complete("third");
        assertThat(results.get(2)).isCompletedWithValue("third");
    }

    @Test
    void aFailurePassesTheTurnOn() {
        CompletableFuture<String> failing = take();
        CompletableFuture<String> refusing = turns.<String>take(() -> {
                    throw new IllegalStateException("refused");
                })
                .toCompletableFuture();
        assertThat(refusing).isCompletedExceptionally();
        take();
        take();
        assertThat(running).hasSize(2);
        running.get(0).completeExceptionally(new IllegalStateException("failed"));
        assertThat(failing).isCompletedExceptionally();
        assertThat(running).hasSize(3);
    }

    @Test
    void nobodyWaitsForNothing() {
        for (int i = 0; i < 10_000; i++) {
            take();
        }
        for (int i = 0; i < 10_000; i++) {
            running.get(i).complete("done");
        }
        take();
        assertThat(running).hasSize(10_001);
    }

    private CompletableFuture<String> take() {
        return turns.take(() -> {
                    CompletableFuture<String> task = new CompletableFuture<>();
                    running.add(task);
                    return task;
                })
                .toCompletableFuture();
    }
}
