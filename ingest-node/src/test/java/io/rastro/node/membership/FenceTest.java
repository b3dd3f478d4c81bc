package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FenceTest {

    private static final long STANDSTILL_MILLIS = Fence.STANDSTILL.toMillis();

    private long nanos = -5;
    private long millis = 1_700_000_000_000L;
    private final Fence fence = new Fence(() -> nanos, () -> millis);

    @BeforeEach
    void ticks() {
        fence.tick();
    }

    private void pass(long duration) {
        nanos += TimeUnit.MILLISECONDS.toNanos(duration);
        millis += duration;
    }

    @Test
    void isOpenWhileItTicks() {
        for (int i = 0; i < 100; i++) {
            pass(STANDSTILL_MILLIS - 1);
            assertThat(fence.isOpen()).isTrue();
            fence.tick();
        }
    }

    @Test
    void whoeverAsksFirstAfterAStandstillIsRefused() {
        pass(STANDSTILL_MILLIS + 1);
        assertThat(fence.isOpen()).as("before anything ticked").isFalse();
        fence.tick();
        assertThat(fence.isOpen()).as("after it ticked").isFalse();
        assertThat(fence.isUnconfirmed()).isTrue();
    }

    @Test
    void aMachineThatSleptIsNoticedByTheWallClock() {
        millis += STANDSTILL_MILLIS + 1;
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void aMajoritysAnswerOpensIt() {
        pass(STANDSTILL_MILLIS + 1);
        fence.tick();
        long asked = nanos;
        pass(300);
        fence.confirmed(asked);
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void anAnswerFromBeforeTheStandstillSaysNothing() {
        long asked = nanos;
        pass(STANDSTILL_MILLIS + 1);
        fence.tick();
        fence.confirmed(asked);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void isClosedWhileTheMajorityIsNotReached() {
        fence.reachesMajority(false);
        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.why()).contains("majority");
        fence.reachesMajority(true);
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void whoWasDeclaredDownStaysOut() {
        fence.declaredDown();
        fence.reachesMajority(true);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void withoutAnybodyWhoTicksThereIsNoStandstill() {
        Fence idle = new Fence(() -> nanos, () -> millis);
        pass(10 * STANDSTILL_MILLIS);
        assertThat(idle.isOpen()).isTrue();
    }
}
