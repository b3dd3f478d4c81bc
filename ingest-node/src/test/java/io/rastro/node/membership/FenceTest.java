package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
    void whoeverAsksFirstAfterAStandstillIsRefusedForGood() {
        fence.reachesMajority(true, 3);
        pass(STANDSTILL_MILLIS + 1);
        assertThat(fence.isOpen()).as("before anything ticked").isFalse();
        assertThat(fence.tick()).isFalse();
        assertThat(fence.tick()).isFalse();
        assertThat(fence.isOpen()).as("after it ticked").isFalse();
    }

    @Test
    void isReplacedFromAStandstillOnUnlessItIsAlone() {
        pass(STANDSTILL_MILLIS + 1);
        assertThat(fence.mayBeReplaced()).as("alone").isFalse();
        fence.tick();
        fence.reachesMajority(true, 3);
        assertThat(fence.mayBeReplaced()).isFalse();
        pass(STANDSTILL_MILLIS + 1);
        assertThat(fence.mayBeReplaced()).as("before anything ticked").isTrue();
        fence.tick();
        assertThat(fence.mayBeReplaced()).as("after it ticked").isTrue();
    }

    @Test
    void whoOnlyDoesNotReachTheMajorityIsNotReplacedYet() {
        fence.reachesMajority(false, 3);
        assertThat(fence.mayBeReplaced()).isFalse();
        fence.declaredDown();
        assertThat(fence.mayBeReplaced()).isTrue();
    }

    @Test
    void aMachineThatSleptIsNoticedByTheWallClock() {
        fence.reachesMajority(true, 3);
        millis += STANDSTILL_MILLIS + 1;
        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.tick()).isFalse();
    }

    @Test
    void aStandstillWithinATickIsSeenByTheNextOne() {
        LongSupplier[] stops = {() -> nanos};
        Fence stopped = new Fence(() -> stops[0].getAsLong(), () -> millis);
        stopped.tick();
        stopped.reachesMajority(true, 3);
        stops[0] = () -> {
            long read = nanos;
            pass(STANDSTILL_MILLIS + 1);
            stops[0] = () -> nanos;
            return read;
        };
        stopped.tick();
        assertThat(stopped.isOpen()).isFalse();
        stopped.tick();
        assertThat(stopped.isOpen()).isFalse();
    }

    @Test
    void whoIsAloneGoesOnAfterAStandstill() {
        fence.reachesMajority(true, 1);
        pass(10 * STANDSTILL_MILLIS);
        assertThat(fence.tick()).isTrue();
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void isClosedWhileTheMajorityIsNotReached() {
        fence.reachesMajority(false, 3);
        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.why()).contains("majority");
        fence.reachesMajority(true, 3);
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void whoWasDeclaredDownStaysOut() {
        fence.declaredDown();
        fence.reachesMajority(true, 3);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void withoutAnybodyWhoTicksThereIsNoStandstill() {
        Fence idle = new Fence(() -> nanos, () -> millis);
        pass(10 * STANDSTILL_MILLIS);
        assertThat(idle.isOpen()).isTrue();
    }
}
