package io.rastro.sharding.entity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TableInquiryTest {

    /** About to overflow, as {@link System#nanoTime} may be. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private final TableInquiry inquiry = new TableInquiry(Duration.ofMillis(50), clock::get);

    @Test
    void givesTheAnswer() throws Exception {
        assertThat(inquiry.inTime(() -> CompletableFuture.completedFuture(7))
                        .toCompletableFuture()
                        .get(3, SECONDS))
                .isEqualTo(7);
    }

    @Test
    void aQuestionThatIsNeverAnsweredFailsAndIsLeftAlone() {
        CompletableFuture<Integer> never = new CompletableFuture<>();
        CompletionStage<Integer> answer = inquiry.inTime(() -> never);

        assertThatThrownBy(() -> answer.toCompletableFuture().get(3, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(never).as("others may wait for it").isNotDone();
    }

    @Test
    void aQuestionThatCannotBeAskedFails() {
        IllegalStateException closed = new IllegalStateException("closed");
        CompletionStage<Integer> answer = inquiry.inTime(() -> {
            throw closed;
        });

        assertThatThrownBy(() -> answer.toCompletableFuture().get(3, SECONDS)).hasCause(closed);
    }

    @Test
    void isAwayForASecondAfterALookUpThatFailed() {
        assertThat(inquiry.isAway()).isFalse();
        inquiry.lookedUp(false);
        assertThat(inquiry.isAway()).isTrue();
        clock.addAndGet(TableInquiry.WAIT_NANOS - 1);
        assertThat(inquiry.isAway()).isTrue();
        clock.incrementAndGet();
        assertThat(inquiry.isAway()).isFalse();
    }

    @Test
    void isBackWithTheFirstAnswer() {
        inquiry.lookedUp(false);
        inquiry.lookedUp(true);
        assertThat(inquiry.isAway()).isFalse();
    }
}
