package io.rastro.sharding.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {

    private final long began = System.nanoTime();
    private final Silence shard = new Silence(began);

    @Test
    void aTimeOutWithoutAnAnswerSinceTheQuestionLetsOneThroughNowAndThen() {
        shard.timedOut(began + 1);

        long now = System.nanoTime();
        assertThat(shard.admits(now)).as("the probe").isTrue();
        assertThat(shard.admits(now)).isFalse();
        assertThat(shard.admits(now + Silence.PROBE.toNanos() - 1)).isFalse();
        assertThat(shard.admits(now + Silence.PROBE.toNanos()))
                .as("the next probe")
                .isTrue();
        assertThat(shard.admits(now + Silence.PROBE.toNanos())).isFalse();
    }

    @Test
    void theFirstAnswerEndsIt() {
        shard.timedOut(began + 1);
        shard.answered(began + 2);

        assertThat(shard.admits(began + 3)).isTrue();
        assertThat(shard.admits(began + 3)).isTrue();
    }

    @Test
    void aCourierThatIsSlowDoesNotSilenceTheOthersOfItsShard() {
        shard.answered(began + 2);
        shard.timedOut(began + 1);

        assertThat(shard.admits(began + 3)).isTrue();
        assertThat(shard.admits(began + 3)).isTrue();
    }
}
