package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.testkit.TestSubscriber;
import io.rastro.sharding.live.LiveFrame.Heartbeat;
import io.rastro.sharding.live.LiveFrame.Lagging;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(WatchedKind.class)
class LiveSessionTest extends PlayedEntity {

    LiveSessionTest(WatchedKind kind) {
        super(kind);
    }

    private static final Duration TICK = Duration.ofSeconds(5);

    @Test
    void saysThatItIsAliveWhenNothingHappens() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        subscribed(entity.receiveMessage(), 0);
        ticks(2);
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(50_000_000L));
        ticks(1);
        assertThat(frames.expectNext()).isEqualTo(new Heartbeat());
        ticks(3);
        assertThat(frames.expectNext()).isEqualTo(new Heartbeat());
    }

    @Test
    void subscribesAgainWhenTheEntityDoesNotAnswer() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.allOf(3)));
        frames.request(10);
        assertThat(entity.receiveMessage().cursor()).isEqualTo(Cursor.allOf(3));
        time.timePasses(TICK);
        Subscription again = entity.receiveMessage();
        subscribed(again, 3);
        again.watcher().tell(event(4, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 0));
    }

    @Test
    void aLostAnswerDoesNotLoseTheRestOfAnEvent() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(new Cursor(5, 0)));
        frames.request(10);
        Subscription lost = entity.receiveMessage();
        lost.watcher().tell(event(6, 1));
        time.timePasses(TICK);
        subscribed(entity.receiveMessage(), 6, event(5, 3), event(6, 1));
        assertThat(List.of(cursor(frames.expectNext()), cursor(frames.expectNext()), cursor(frames.expectNext())))
                .containsExactly(new Cursor(5, 1), new Cursor(5, 2), new Cursor(6, 0));
    }

    @Test
    void asksOnceForWhatIsMissing() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(1, 1));
        assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(1);
        for (int seqNr = 3; seqNr <= 6; seqNr++) {
            first.watcher().tell(event(seqNr, 1));
        }
        Subscription second = entity.receiveMessage();
        assertThat(second.cursor()).isEqualTo(Cursor.allOf(1));
        entity.expectNoMessage(Duration.ofMillis(50));
        subscribed(second, 6, event(2, 1), event(3, 1), event(4, 1), event(5, 1), event(6, 1));
        for (int seqNr = 2; seqNr <= 6; seqNr++) {
            assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(seqNr);
        }
    }

    @Test
    void asksAgainAtOnceForWhatGotLostWhileTheAnswerWasOnItsWay() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(2, 1));
        Subscription second = entity.receiveMessage();
        second.watcher().tell(event(3, 1));
        subscribed(second, 2, event(1, 1), event(2, 1));
        Subscription third = entity.receiveMessage();
        assertThat(third.cursor()).isEqualTo(Cursor.allOf(2));
        subscribed(third, 3, event(3, 1));
        for (int seqNr = 1; seqNr <= 3; seqNr++) {
            assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(seqNr);
        }
        entity.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void anOldAnswerDoesNotTurnItBack() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(1, 1));
        first.watcher().tell(event(2, 1));
        subscribed(first, 1, event(1, 1));
        first.watcher().tell(event(2, 1));
        first.watcher().tell(event(3, 1));
        for (int seqNr = 1; seqNr <= 3; seqNr++) {
            assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(seqNr);
        }
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(50_000_000L));
    }

    @Test
    void aCursorBeyondTheEndMeansWhatComes() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.allOf(99)));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        subscribed(first, 9);
        first.watcher().tell(event(10, 1));
        assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(10);
    }

    @Test
    void aSlowReaderIsToldWhatWasLeftOutAndGetsTheNewest() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(1);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        int last = 300;
        for (int seqNr = 1; seqNr <= last; seqNr++) {
            first.watcher().tell(event(seqNr, 10));
        }
        Cursor seen = cursor(frames.expectNext());
        assertThat(seen).isEqualTo(new Cursor(1, 0));
        frames.request(10_000);
        int positions = 1;
        int lags = 0;
        while (seen.compareTo(new Cursor(last, 9)) < 0) {
            LiveFrame frame = frames.expectNext();
            if (frame instanceof Lagging lagging) {
                assertThat(lagging.from()).isEqualTo(seen);
                assertThat(lagging.to()).isGreaterThan(seen);
                seen = lagging.to();
                lags++;
            } else {
                assertThat(cursor(frame)).as("after %s", seen).isEqualTo(next(seen));
                seen = cursor(frame);
                positions++;
            }
        }
        assertThat(lags).isBetween(1, 2);
        assertThat(positions).isLessThan(PendingFrames.MAX_WAITING + 20);
        first.watcher().tell(event(last + 1, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(last + 1, 0));
    }

    @Test
    void aLongBacklogAndALongEventAreNotLeftOut() {
        recorded(20, 50);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(20 * 50);
        Subscription first = entity.receiveMessage();
        first.watcher().tell(new Feed.TooFarBack(20));
        Subscription second = entity.receiveMessage();
        assertThat(second.cursor()).isEqualTo(Cursor.allOf(20));
        subscribed(second, 20);
        second.watcher().tell(event(21, 2_000));
        frames.request(10_000);
        for (int i = 0; i < 20 * 50 + 2_000; i++) {
            assertThat(frames.expectNext()).isInstanceOf(LiveFrame.Item.class);
        }
    }

    /** What came while it was reading is what it came back for, too: three times 80 are more than a slow reader may leave. */
    @Test
    void whoHasReadTheJournalIsNotASlowReaderForWhatCameMeanwhile() {
        recorded(2, 100);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(1);
        Subscription first = entity.receiveMessage();
        first.watcher().tell(new Feed.TooFarBack(2));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1, 0));
        entity.expectNoMessage(Duration.ofMillis(50));

        frames.request(199);
        Subscription second = entity.receiveMessage();
        subscribed(second, 5, event(3, 80), event(4, 80), event(5, 80));
        frames.request(240);
        for (int i = 1; i < 200 + 240; i++) {
            assertThat(frames.expectNext()).isInstanceOf(LiveFrame.Item.class);
        }
    }

    @Test
    void aFailedWriteThatCameLateIsNotShownForTheEventThatGetsItsNumber() {
        recorded(4, 1);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        entity.receiveMessage().watcher().tell(new Feed.TooFarBack(3));
        for (int seqNr = 1; seqNr <= 3; seqNr++) {
            assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(seqNr);
        }
        Subscription again = entity.receiveMessage();
        assertThat(again.cursor()).isEqualTo(Cursor.allOf(3));
        subscribed(again, 3);
        again.watcher().tell(event(4, 2));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 0));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 1));
    }

    @Test
    void readsTheJournalPieceByPieceAsTheReaderTakesIt() {
        recorded(25, 100);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(1);
        Subscription first = entity.receiveMessage();
        first.watcher().tell(new Feed.TooFarBack(25));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1, 0));
        entity.expectNoMessage(Duration.ofMillis(50));
        frames.request(2_499);
        for (int i = 1; i < 2_500; i++) {
            assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1 + i / 100, i % 100));
        }
        assertThat(entity.receiveMessage().cursor()).isEqualTo(Cursor.allOf(25));
    }

    @Test
    void aReaderThatIsNotSlowGetsAllOfAVeryLongEventAndWhatComesMeanwhile() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(100_000);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(1, 10_000));
        int events = PendingFrames.MAX_WAITING / 10 - 1;
        for (int seqNr = 2; seqNr < 2 + events; seqNr++) {
            first.watcher().tell(event(seqNr, 10));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1, i));
        }
        Cursor seen = new Cursor(1, 9);
        for (int i = 0; i < 10 * events; i++) {
            seen = next(seen);
            assertThat(cursor(frames.expectNext())).isEqualTo(seen);
        }
    }

    @Test
    void aSlowReaderOfVeryLongEventsIsToldTheRangeThatWasLeftOut() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(1);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(1, 10_000));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1, 0));
        first.watcher().tell(event(2, 10_000));
        first.watcher().tell(event(3, 10_000));
        // Anything that the session answers to, so that the events are with it.
        entityRef.stop();
        await().ignoreException(AssertionError.class).until(() -> {
            time.timePasses(Duration.ofMillis(200));
            return entity.receiveMessage(Duration.ofMillis(50)).cursor().equals(Cursor.allOf(3));
        });
        frames.request(10);
        LiveFrame next = frames.expectNext();
        // One position may have been on its way to the reader.
        Cursor from = next instanceof LiveFrame.Item ? cursor(next) : new Cursor(1, 0);
        assertThat(next instanceof LiveFrame.Item ? frames.expectNext() : next)
                .isEqualTo(new Lagging(from, new Cursor(3, 9_998)));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(3, 9_999));
        first.watcher().tell(event(4, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 0));
    }

    @Test
    void withoutACursorNothingOlderThanWhatIsLiveIsSaidToBeLeftOut() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(1);
        Subscription first = entity.receiveMessage();
        assertThat(first.cursor()).isNull();
        LiveFrame.Item latest = item(7, 2);
        first.watcher().tell(new Feed.Subscribed(entityRef.ref(), 9, latest, List.of()));
        assertThat(frames.expectNext()).isEqualTo(latest);
        first.watcher().tell(event(10, 1));
        frames.request(1);
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(10, 0));
    }

    @Test
    void whoHasNoCursorBeginsWithTheLastItemOfTheNewestEventInTheJournal() {
        recorded(7, 3);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        Subscription first = entity.receiveMessage();
        assertThat(first.cursor()).isNull();
        first.watcher().tell(new Feed.Newest(6));
        assertThat(frames.expectNext()).isEqualTo(item(6, 2));
        Subscription second = entity.receiveMessage();
        assertThat(second.cursor()).isEqualTo(Cursor.allOf(6));
        subscribed(second, 8, event(7, 3), event(8, 1));
        for (Cursor next : List.of(new Cursor(7, 0), new Cursor(7, 1), new Cursor(7, 2), new Cursor(8, 0))) {
            assertThat(cursor(frames.expectNext())).isEqualTo(next);
        }
    }

    @Test
    void whatALaggingFrameSaysBeginsBehindTheItemThatOneBeganWith() {
        recorded(1, 3);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        Subscription first = entity.receiveMessage();
        first.watcher().tell(new Feed.Newest(1));
        frames.request(1);
        assertThat(frames.expectNext()).isEqualTo(item(1, 2));
        frames.request(1);
        Subscription second = entity.receiveMessage();
        subscribed(second, 1);
        second.watcher().tell(event(2, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(2, 0));
        for (int seqNr = 3; seqNr <= 6; seqNr++) {
            second.watcher().tell(event(seqNr, PendingFrames.MAX_WAITING));
        }
        // Anything that the session answers to, so that the events are with it.
        second.watcher().tell(event(8, 1));
        assertThat(entity.receiveMessage().cursor()).isEqualTo(Cursor.allOf(6));
        frames.request(2);
        assertThat(frames.expectNext())
                .isEqualTo(new Lagging(new Cursor(2, 0), new Cursor(5, PendingFrames.MAX_WAITING - 2)));
    }

    @Test
    void whenTheJournalDoesNotAnswerForTheNewestItemItAsksAgain() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        entity.receiveMessage().watcher().tell(new Feed.Newest(1));
        Subscription again = await().ignoreException(AssertionError.class)
                .until(
                        () -> {
                            time.timePasses(Duration.ofMillis(200));
                            return entity.receiveMessage(Duration.ofMillis(50));
                        },
                        subscription -> true);
        assertThat(again.cursor()).isNull();
        recorded(1, 1);
        again.watcher().tell(new Feed.Newest(1));
        assertThat(frames.expectNext()).isEqualTo(item(1, 0));
    }

    /** The entity was slow to answer, and was asked twice: nothing that it recorded between the answers is left out. */
    @Test
    void ofTwoAnswersThatNameTheNewestItemEachLaterItemComesOnce() {
        recorded(3, 2);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        Subscription first = entity.receiveMessage();
        first.watcher().tell(new Feed.Newest(1));
        first.watcher().tell(new Feed.Newest(3));
        first.watcher().tell(new Feed.Subscribed(entityRef.ref(), 0, null, List.of()));
        Subscription next = entity.receiveMessage();
        if (next.cursor().equals(Cursor.allOf(1))) {
            // The journal was faster than the second answer.
            subscribed(next, 3, event(2, 2), event(3, 2));
        } else {
            assertThat(next.cursor()).isEqualTo(Cursor.allOf(3));
        }
        for (Cursor each :
                List.of(new Cursor(1, 1), new Cursor(2, 0), new Cursor(2, 1), new Cursor(3, 0), new Cursor(3, 1))) {
            assertThat(cursor(frames.expectNext())).isEqualTo(each);
        }
    }

    @Test
    void subscribesAgainWhenTheEntityGoes() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        subscribed(first, 0);
        first.watcher().tell(event(1, 1));
        assertThat(cursor(frames.expectNext()).seqNr()).isEqualTo(1);
        entityRef.stop();
        TestProbe<Object> death = kit.createTestProbe();
        death.expectTerminated(entityRef.ref());
        // The session may be told a little later than the test.
        Subscription again = await().ignoreException(AssertionError.class)
                .until(
                        () -> {
                            time.timePasses(Duration.ofMillis(200));
                            return entity.receiveMessage(Duration.ofMillis(50));
                        },
                        subscription -> true);
        assertThat(again.cursor()).isEqualTo(Cursor.allOf(1));
    }

    @Test
    void endsWithItsConnection() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        frames.request(10);
        Subscription first = entity.receiveMessage();
        frames.cancel();
        entity.expectTerminated(first.watcher());
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            time.timePasses(TICK);
            entity.receiveMessage();
        }
    }

    /** Of events with ten positions each. */
    private static Cursor next(Cursor cursor) {
        return cursor.index() >= 9 ? new Cursor(cursor.seqNr() + 1, 0) : new Cursor(cursor.seqNr(), cursor.index() + 1);
    }
}
