package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchersTest {

    private static final int RING = 4;

    private final Watchers watchers = new Watchers(RING);
    private final TestInbox<Object> entity = TestInbox.create();
    private long seqNr;

    @Test
    void keepsNothingForAnEntityThatNobodyWatches() {
        persist(3);

        assertThat(backlogAfter(2)).isNull();
    }

    @Test
    void keepsWhatComesWhileAWatcherReadsTheJournal() {
        persist(3);
        assertThat(backlogAfter(0)).isNull();
        persist(2);

        assertThat(backlogAfter(3)).containsExactly(4L, 5L);
    }

    @Test
    void keepsTheNewestEventsForAWatcherWhoComesBack() {
        TestInbox<Feed> watcher = watch(0);
        persist(2);
        watchers.unsubscribe(watcher.getRef());
        persist(RING - 1);

        assertThat(backlogAfter(0)).isNull();
        assertThat(backlogAfter(1)).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void forgetsThemWhenAWholeRingHasPassedUnwatched() {
        TestInbox<Feed> watcher = watch(0);
        persist(2);
        watchers.unsubscribe(watcher.getRef());
        persist(RING + 1);

        assertThat(backlogAfter(seqNr - 1)).isNull();
        assertThat(backlogAfter(seqNr)).isEmpty();
    }

    private void persist(int events) {
        for (int i = 0; i < events; i++) {
            watchers.persisted(
                    ++seqNr, new PositionsRecorded(0, 0, 0, null, List.of(Position.of(Instant.EPOCH, 1, 2))));
        }
    }

    /** The sequence numbers that a watcher is told who has seen so much; null: it is to read the journal. */
    private List<Long> backlogAfter(long seen) {
        TestInbox<Feed> watcher = watch(seen);
        Feed told = watcher.receiveMessage();
        watchers.unsubscribe(watcher.getRef());
        return told instanceof Feed.Subscribed subscribed
                ? subscribed.backlog().stream().map(Feed.Recorded::seqNr).toList()
                : null;
    }

    private TestInbox<Feed> watch(long seen) {
        TestInbox<Feed> watcher = TestInbox.create();
        watchers.subscribe(entity.getRef(), Cursor.allOf(seen), null, watcher.getRef());
        return watcher;
    }
}
