package io.rastro.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("reads what the class under test logs, which other tests make it log as well")
class JournalHealthTest {

    private static final int SILENT = 8;

    private final JournalHealth health = new JournalHealth(SILENT);

    @Test
    void isUpUntilSomethingSpeaksAgainstIt() {
        ticks(100);
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void aProbeThatIsNotAnsweredForAWhileMeansDownAndTwoAnswersUp() {
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
        assertThat(health.isUp()).isFalse();
        health.asked();
        health.answered();
        assertThat(health.isUp()).isTrue();
        ticks(100);
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void writesThatAreAcknowledgedTellAsMuchAsAProbeWhileItIsUp() {
        assertThat(health.tick()).isFalse();
        health.written();
        assertThat(health.tick()).isTrue();
        assertThat(health.tick()).isFalse();

        health.asked();
        ticks(SILENT);
        health.written();
        assertThat(health.tick()).as("one that is away is asked").isFalse();
    }

    @Test
    void answersThatAreNotInARowAreNoReturn() {
        health.asked();
        ticks(SILENT);
        for (int i = 0; i < 10; i++) {
            health.answered();
            health.asked();
            ticks(SILENT);
            health.answered();
            health.failed(new IllegalStateException("closed"));
        }
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void aJournalThatComesAndGoesDoesNotFillTheLog() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(JournalHealth.class);
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            for (int i = 0; i < 100; i++) {
                Away.goes(health);
                Away.returns(health);
                ticks(1);
            }
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }
        assertThat(log.list.stream().filter(line -> line.getLevel() == Level.WARN))
                .hasSize(1);
        assertThat(log.list.stream().filter(line -> line.getLevel() == Level.INFO))
                .hasSize(1);
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
            health.written();
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
            health.written();
            ticks(1);
        }
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void writesThatWereUnderWayDoNotBringItBack() {
        health.asked();
        ticks(SILENT);
        health.written();
        ticks(1);
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void aJournalThatAnswersAndTakesNothingIsAwayForASecond() {
        fail("a", "b", "c");
        ticks(SILENT - 1);
        fail("a", "b", "c");
        assertThat(health.isUp()).isTrue();
        ticks(1);
        fail("a");
        assertThat(health.isUp()).isFalse();

        answers(10);
        assertThat(health.isUp()).isFalse();
        ticks(20);
        answers(2);
        assertThat(health.isUp()).isTrue();
        fail("a", "b", "c");
        assertThat(health.isUp()).as("it begins anew").isTrue();
    }

    @Test
    void aCourierOrTwoWithATroubleOfTheirOwnCloseNothing() {
        for (int i = 0; i < 100; i++) {
            fail("a", "b");
            ticks(1);
        }
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void failedWritesBesideOneThatIsAcknowledgedMeanNothing() {
        for (int i = 0; i < 10; i++) {
            fail("a", "b", "c");
            ticks(SILENT - 1);
            health.written();
            ticks(1);
        }
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void failedWritesLongAgoMeanNothing() {
        fail("a", "b");
        ticks(1_000);
        fail("c");
        assertThat(health.isUp()).isTrue();
    }

    private void fail(String... couriers) {
        for (String courier : couriers) {
            health.writeFailed(courier);
        }
    }

    private void answers(int count) {
        for (int i = 0; i < count; i++) {
            health.asked();
            health.answered();
        }
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            health.tick();
        }
    }
}
