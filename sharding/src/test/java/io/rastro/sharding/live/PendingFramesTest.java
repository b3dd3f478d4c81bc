package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.live.LiveFrame.Lagging;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(WatchedKind.class)
class PendingFramesTest {

    private static final int MAX_EVENT = 10_000;

    private final WatchedKind kind;
    private final PendingFrames pending;

    PendingFramesTest(WatchedKind kind) {
        this.kind = kind;
        this.pending = pending();
    }

    private PendingFrames pending() {
        return new PendingFrames(kind.items, WatchedKind.ID, Cursor.BEGINNING);
    }

    @Test
    void whoTakesNothingHoldsTwoEventsAndLessThanTheBoundBetweenThem() {
        Random random = new Random(17);
        for (int events = 1; events <= 200; events++) {
            PendingFrames slow = pending();
            int last = 0;
            for (int seqNr = 1; seqNr <= events; seqNr++) {
                last = random.nextInt(10) == 0 ? MAX_EVENT : 1 + random.nextInt(100);
                slow.addEvent(seqNr, event(last), 0);
            }
            List<LiveFrame> held = drain(slow);
            assertThat(held.size()).isLessThan(2 * MAX_EVENT + PendingFrames.MAX_WAITING + 1);
            assertThat(((LiveFrame.Item) held.get(held.size() - 1)).cursor()).isEqualTo(new Cursor(events, last - 1));
        }
    }

    @Test
    void leavesNothingOutWhileLessThanTheBoundWaitsBehindWhatIsBeingSent() {
        pending.addEvent(1, event(MAX_EVENT), 0);
        pending.addEvent(2, event(PendingFrames.MAX_WAITING - 1), 0);
        pending.addEvent(3, event(MAX_EVENT), 0);
        assertThat(drain(pending)).hasSize(2 * MAX_EVENT + PendingFrames.MAX_WAITING - 1);
    }

    @Test
    void whatWaitsIsLeftOutWithItsRangeWhenAnotherEventComesAndTheNewestItemFollows() {
        pending.addEvent(1, event(10), 0);
        pending.next();
        pending.addEvent(2, event(PendingFrames.MAX_WAITING), 0);
        pending.addEvent(4, event(3), 0);
        pending.addEvent(5, event(1), 0);
        List<LiveFrame> frames = drain(pending);
        assertThat(frames.get(0)).isEqualTo(new Lagging(new Cursor(1, 0), new Cursor(4, 1)));
        assertThat(cursors(frames.subList(1, 3))).containsExactly(new Cursor(4, 2), new Cursor(5, 0));
        assertThat(frames).hasSize(3);
    }

    @Test
    void theRangeEndsWithTheEventBeforeWhenTheNewestHasOneItem() {
        pending.addEvent(1, event(1), 0);
        pending.addEvent(2, event(PendingFrames.MAX_WAITING), 0);
        pending.addEvent(4, event(1), 0);
        assertThat(pending.next())
                .isEqualTo(new Lagging(Cursor.BEGINNING, new Cursor(2, PendingFrames.MAX_WAITING - 1)));
        assertThat(cursors(drain(pending))).containsExactly(new Cursor(4, 0));
    }

    @Test
    void whatWasLeftOutTwiceIsOneRange() {
        pending.addEvent(1, event(1), 0);
        for (int seqNr = 2; seqNr <= 7; seqNr++) {
            pending.addEvent(seqNr, event(MAX_EVENT), 0);
        }
        List<LiveFrame> frames = drain(pending);
        assertThat(frames.get(0)).isEqualTo(new Lagging(Cursor.BEGINNING, new Cursor(6, MAX_EVENT - 2)));
        assertThat(frames.stream().filter(Lagging.class::isInstance)).hasSize(1);
    }

    @Test
    void whatIsLeftOutNextBeginsWhereTheRangeThatWasSentEnds() {
        pending.addEvent(1, event(1), 0);
        pending.addEvent(2, event(PendingFrames.MAX_WAITING), 0);
        pending.addEvent(3, event(1), 0);
        Lagging sent = (Lagging) pending.next();
        pending.addEvent(4, event(1), 0);
        pending.addEvent(5, event(PendingFrames.MAX_WAITING), 0);
        pending.addEvent(6, event(1), 0);
        assertThat(pending.next()).isEqualTo(new Lagging(sent.to(), new Cursor(5, PendingFrames.MAX_WAITING - 1)));
        assertThat(cursors(drain(pending))).containsExactly(new Cursor(6, 0));
    }

    @Test
    void whatAWatcherCameBackForDoesNotMakeItASlowOne() {
        pending.addBacklog(1, event(5), 2);
        pending.addBacklog(2, event(MAX_EVENT), 0);
        pending.addBacklog(3, event(MAX_EVENT), 0);
        pending.addEvent(4, event(10), 0);
        pending.addEvent(5, event(10), 0);
        List<LiveFrame> frames = drain(pending);
        assertThat(frames).hasSize(3 + 2 * MAX_EVENT + 20).allMatch(LiveFrame.Item.class::isInstance);
        assertThat(cursors(frames)).isSorted().startsWith(new Cursor(1, 2)).endsWith(new Cursor(5, 9));
    }

    @Test
    void whoTakesWhatWaitsIsNotSlowAnyMore() {
        for (int seqNr = 1; seqNr <= 50; seqNr++) {
            pending.addEvent(seqNr, event(PendingFrames.MAX_WAITING - 1), 0);
            pending.addEvent(seqNr + 1_000, event(1), 0);
            assertThat(drain(pending)).hasSize(PendingFrames.MAX_WAITING);
            assertThat(pending.isEmpty()).isTrue();
        }
    }

    private static List<LiveFrame> drain(PendingFrames frames) {
        List<LiveFrame> drained = new ArrayList<>();
        for (LiveFrame next = frames.next(); next != null; next = frames.next()) {
            drained.add(next);
        }
        return drained;
    }

    private static List<Cursor> cursors(List<LiveFrame> frames) {
        return frames.stream().map(frame -> ((LiveFrame.Item) frame).cursor()).toList();
    }

    private JournalEvent event(int items) {
        return kind.event(items);
    }
}
