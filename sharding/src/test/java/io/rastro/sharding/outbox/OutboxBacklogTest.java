package io.rastro.sharding.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxBacklogTest {

    private long seconds = 1_000;
    private final OutboxBacklog backlog =
            new OutboxBacklog(() -> TimeUnit.SECONDS.toNanos(seconds), () -> TimeUnit.SECONDS.toMillis(seconds));

    @Test
    void isAsOldAsTheOldestOfAllEntities() {
        OutboxBacklog.Share one = backlog.share();
        OutboxBacklog.Share other = backlog.share();
        assertThat(backlog.oldestSeconds()).isZero();
        one.set(0, 1);
        seconds += 10;
        other.set(7, 9);
        seconds += 5;
        one.set(0, 3);
        assertThat(backlog.events()).isEqualTo(5);
        assertThat(backlog.oldestSeconds()).isEqualTo(15);
        one.set(3, 3);
        assertThat(backlog.oldestSeconds()).isEqualTo(5);
        other.set(0, 0);
        assertThat(backlog.oldestSeconds()).isZero();
        assertThat(backlog.events()).isZero();
    }

    @Test
    void isYoungInABusyEntityThatIsNeverWithoutAnOpenEvent() {
        OutboxBacklog.Share busy = backlog.share();
        for (int seqNr = 1; seqNr <= 1_000; seqNr++) {
            busy.set(Math.max(0, seqNr - 3), seqNr);
            seconds++;
            assertThat(backlog.oldestSeconds()).isBetween(Math.min(seqNr, 2.0), 9.0);
        }
    }

    @Test
    void countsFromWhenTheOldestWasReceived() {
        OutboxBacklog.Share recovered = backlog.share();
        recovered.set(4, 9);
        assertThat(backlog.oldestSeconds()).isZero();
        recovered.oldestIsOf(TimeUnit.SECONDS.toMillis(seconds - 100));
        assertThat(backlog.oldestSeconds()).isEqualTo(100);
        recovered.oldestIsOf(TimeUnit.SECONDS.toMillis(seconds + 100));
        assertThat(backlog.oldestSeconds()).as("a clock that is ahead").isZero();
        seconds += 3;
        assertThat(backlog.oldestSeconds()).isEqualTo(3);
    }

    @Test
    void countsTheEntitiesThatAreThere() {
        OutboxBacklog.Share one = backlog.share();
        OutboxBacklog.Share other = backlog.share();
        one.begin();
        other.begin();
        one.begin();
        assertThat(backlog.entities()).as("one recovered again after a failure").isEqualTo(2);
        one.set(0, 1);
        one.end();
        one.end();
        backlog.share().end();
        assertThat(backlog.entities()).isEqualTo(1);
        assertThat(backlog.events()).isZero();
    }
}
