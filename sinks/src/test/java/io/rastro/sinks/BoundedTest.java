package io.rastro.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedTest {

    @Test
    void hasNoMoreUnderWayThanAllowed() {
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        CompletionStage<Void> all = Bounded.each(List.of(1, 2, 3, 4), 2, item -> {
            CompletableFuture<Void> one = new CompletableFuture<>();
            underWay.add(one);
            return one;
        });

        assertThat(underWay).hasSize(2);
        underWay.get(0).complete(null);
        assertThat(underWay).hasSize(3);
        assertThat(all.toCompletableFuture()).isNotDone();
        underWay.get(1).complete(null);
        underWay.get(2).complete(null);
        underWay.get(3).complete(null);
        assertThat(all.toCompletableFuture()).isCompleted();
    }

    @Test
    void beginsNothingAfterAFailure() {
        List<Integer> begun = new ArrayList<>();
        CompletionStage<Void> all = Bounded.each(List.of(1, 2, 3), 1, item -> {
            begun.add(item);
            return CompletableFuture.failedStage(new IllegalStateException("no"));
        });

        assertThat(begun).containsExactly(1);
        assertThat(all.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void walksLongListsThatCompleteAtOnce() {
        List<Integer> many = IntStream.range(0, 5_000).boxed().toList();

        assertThat(Bounded.each(many, 1, item -> CompletableFuture.completedStage(item))
                        .toCompletableFuture())
                .isCompleted();
    }
}
