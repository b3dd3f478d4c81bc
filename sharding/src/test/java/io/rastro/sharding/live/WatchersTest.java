package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.OutboxDrained;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(WatchedKind.class)
class WatchersTest {

    private static final int RING = 4;

    private final List<ActorRef<Feed>> told = new ArrayList<>();
    private final Watchers watchers = new Watchers(RING, told::add);
    private final TestInbox<Object> entity = TestInbox.create();
    private final WatchedKind kind;
    private long seqNr;
    private int number;

    WatchersTest(WatchedKind kind) {
        this.kind = kind;
    }

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

    @Test
    void keepsNoMoreItemsThanTheBoundWhateverTheNumberOfEvents() {
        watch(0);
        watchers.persisted(++seqNr, kind.event(Watchers.MAX_ITEMS - 1));
        watchers.persisted(++seqNr, kind.event(1));
        assertThat(backlogAfter(0)).containsExactly(1L, 2L);
        watchers.persisted(++seqNr, kind.event(1));
        assertThat(backlogAfter(0)).isNull();
        assertThat(backlogAfter(1)).containsExactly(2L, 3L);
        watchers.persisted(++seqNr, kind.event(Watchers.MAX_ITEMS + 1));
        assertThat(backlogAfter(3)).isNull();
        assertThat(backlogAfter(4)).isEmpty();
    }

    @Test
    void tellsEveryWatcherEveryEventAndThatOneWithoutItemsHasPassed() {
        TestInbox<Feed> one = watch(0);
        TestInbox<Feed> other = watch(0);
        watchers.persisted(1, kind.event(2));
        watchers.persisted(2, new OutboxDrained(1));
        for (TestInbox<Feed> each : List.of(one, other)) {
            assertThat(each.getAllReceived())
                    .endsWith(new Feed.Recorded(1, kind.event(2)), new Feed.Passed(2))
                    .hasSize(3);
        }
    }

    @Test
    void watchesEachWatcherOnce() {
        TestInbox<Feed> watcher = watch(0);
        watchers.subscribe(entity.getRef(), Cursor.allOf(0), null, watcher.getRef());
        assertThat(told).containsExactly(watcher.getRef());
    }

    @Test
    void whoHasNoCursorIsSentToTheJournalForTheNewestItemAndFindsWhatCameMeanwhile() {
        persist(3);
        TestInbox<Feed> watcher = TestInbox.create();
        watchers.subscribeByJournal(entity.getRef(), null, 2, watcher.getRef());
        assertThat(watcher.getAllReceived()).containsExactly(new Feed.Newest(2));
        assertThat(watchers.isEmpty()).isTrue();
        persist(2);
        watchers.subscribeByJournal(entity.getRef(), Cursor.allOf(3), 5, watcher.getRef());
        assertThat(watcher.receiveMessage())
                .isEqualTo(new Feed.Subscribed(
                        entity.getRef(),
                        5,
                        null,
                        List.of(new Feed.Recorded(4, kind.event(1)), new Feed.Recorded(5, kind.event(1)))));
    }

    @Test
    void whoHasNoCursorIsToldNothingOfAnEntityWithoutItems() {
        TestInbox<Feed> watcher = TestInbox.create();
        watchers.subscribeByJournal(entity.getRef(), null, 0, watcher.getRef());
        assertThat(watcher.getAllReceived()).containsExactly(new Feed.Subscribed(entity.getRef(), 0, null, List.of()));
    }

    private void persist(int events) {
        for (int i = 0; i < events; i++) {
            watchers.persisted(++seqNr, kind.event(1));
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
        TestInbox<Feed> watcher = TestInbox.create("watcher-" + ++number);
        watchers.subscribe(entity.getRef(), Cursor.allOf(seen), null, watcher.getRef());
        return watcher;
    }
}
