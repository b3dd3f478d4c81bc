package io.rastro.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JournalHealthTest {

    private static final int SILENT = 8;

    private final JournalHealth health = new JournalHealth(SILENT);

    @Test
    void isUpUntilSomethingSpeaksAgainstIt() {
        ticks(100);
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void aProbeThatIsNotAnsweredForAWhileMeansDownAndTheFirstAnswerUp() {
        health.asked();
        ticks(SILENT - 1);
        assertThat(health.isUp()).isTrue();
        ticks(1);
        assertThat(health.isUp()).isFalse();

        health.failed(new IllegalStateException("too late"));
        health.asked();
        ticks(1);
        assertThat(health.isUp()).isFalse();
        health.answered();
        assertThat(health.isUp()).isTrue();
        ticks(100);
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void slowAnswersDoNotAddUp() {
        for (int i = 0; i < 10; i++) {
            health.asked();
            ticks(SILENT - 1);
            health.answered();
        }
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void aSlowProbeBesideWritesThatAreAcknowledgedMeansNothing() {
        health.asked();
        for (int i = 0; i < 10; i++) {
            ticks(SILENT - 1);
            health.alive();
        }
        assertThat(health.isUp()).isTrue();
        ticks(1 + SILENT);
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void twoFailuresInARowMeanDownAndOneDoesNot() {
        health.asked();
        health.failed(new IllegalStateException("closed"));
        health.asked();
        health.answered();
        health.asked();
        health.failed(new IllegalStateException("closed"));
        assertThat(health.isUp()).isTrue();
        health.asked();
        health.failed(new IllegalStateException("closed"));
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void failuresBesideWritesThatAreAcknowledgedAreNotInARow() {
        for (int i = 0; i < 10; i++) {
            health.asked();
            health.failed(new IllegalStateException("one copy is away"));
            health.alive();
            ticks(1);
        }
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void writesThatWereUnderWayDoNotBringItBack() {
        health.asked();
        ticks(SILENT);
        health.alive();
        ticks(1);
        assertThat(health.isUp()).isFalse();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            health.tick();
        }
    }
}
