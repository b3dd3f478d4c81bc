package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
import io.rastro.sharding.JournalKit;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watching an account that is real. */
class PixLiveTest {

    @RegisterExtension
    private static final JournalKit KIT = new JournalKit();

    private final TestAccount account = new TestAccount(KIT);

    private TestSubscriber.Probe<LiveFrame> frames(Optional<Cursor> from) {
        Watched watched = new Watched(
                account.id,
                PixAccountId.persistenceId(account.id),
                KIT.journal().reader(),
                PixFrame.ITEMS,
                (cursor, watcher) -> account.ref().tell(new PixAccount.Watch(cursor, watcher)));
        TestSubscriber.Probe<LiveFrame> frames = LiveSession.frames(watched, from)
                .runWith(
                        TestSink.create(Adapter.toClassic(KIT.actors().system())),
                        KIT.actors().system());
        frames.request(1_000);
        return frames;
    }

    private static PixFrame next(TestSubscriber.Probe<LiveFrame> frames) {
        return (PixFrame) frames.expectNext();
    }

    private static PixItem item(PixFrame frame) {
        return frame.pix().decided().item();
    }

    /** It comes from a snapshot, and from the marker that it left with: neither has the item. */
    @Test
    void withoutACursorItBeginsWithTheItemThatWasRecordedLast() {
        account.start();
        for (int i = 0; i < 9; i++) {
            account.told(received(i, 100));
        }
        account.told(received(9, 100), paid(10, 3_000_000));
        account.awaitPublished(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        account.restart();
        account.account();
        assertThat(account.events()).endsWith(new PixOutboxDrained(10));

        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        PixFrame first = next(frames);
        assertThat(first.cursor()).isEqualTo(new Cursor(10, 1));
        assertThat(item(first)).isEqualTo(paid(10, 3_000_000));
        assertThat(first.signals()).extracting(PixSignal::rule).contains("valor-por-hora");
        account.told(received(11, 100));
        PixFrame second = next(frames);
        assertThat(item(second)).isEqualTo(received(11, 100));
        assertThat(second.cursor()).isEqualTo(new Cursor(12, 0));
        assertThat(second.signals()).isEmpty();
        frames.cancel();
    }

    @Test
    void anAccountThatWasNeverSeenSaysNothingAtFirst() {
        account.start();
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(100_000_000L));
        assertThat(account.account().seqNr()).isZero();
        account.told(received(1, 100));
        assertThat(next(frames).cursor()).isEqualTo(new Cursor(1, 0));
        frames.cancel();
        account.shard.expectMessage(new Passivate<>(account.ref()));
    }

    @Test
    void whatIsWrittenTogetherComesItemByItemWithWhatIsWrittenBeforeAndAfter() {
        account.start();
        account.told(received(0, 100));
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.BEGINNING));
        assertThat(item(next(frames))).isEqualTo(received(0, 100));
        KIT.journal().holdsWrites();
        List<TestProbe<PixReply>> calls = new ArrayList<>();
        for (int i = 1; i < 50; i++) {
            calls.add(account.tell(received(i, 100)));
        }
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(50_000_000L));
        KIT.journal().letWritesGo();
        Cursor before = new Cursor(1, 0);
        for (int i = 1; i < 50; i++) {
            PixFrame frame = next(frames);
            assertThat(item(frame)).isEqualTo(received(i, 100));
            assertThat(frame.cursor()).isGreaterThan(before);
            before = frame.cursor();
        }
        assertThat(before.seqNr()).as("events").isLessThan(10);
        calls.forEach(call -> assertThat(call.receiveMessage()).isInstanceOf(PixReply.Recorded.class));
        frames.cancel();
    }

    @Test
    void nothingIsShownOfAWriteThatFailed() {
        account.start();
        account.told(received(0, 100));
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.allOf(1)));
        KIT.journal().failsWrites();
        assertThat(account.tell(received(1, 100)).receiveMessage()).isInstanceOf(PixReply.Busy.class);
        KIT.journal().works();
        await().until(() -> account.tell(received(2, 100)).receiveMessage() instanceof PixReply.Recorded);
        PixFrame shown = next(frames);
        assertThat(item(shown)).isEqualTo(received(2, 100));
        assertThat(shown.cursor()).isEqualTo(new Cursor(2, 0));
        frames.cancel();
    }

    @Test
    void staysInMemoryWhileItIsWatched() {
        account.start();
        TestProbe<Feed> watcher = KIT.actors().createTestProbe(Feed.class);
        account.told(received(0, 100));
        account.ref().tell(new PixAccount.Watch(Cursor.allOf(1), watcher.ref()));
        account.shard.expectNoMessage(Duration.ofMillis(900));
        watcher.stop();
        account.shard.expectMessage(new Passivate<>(account.ref()));
    }
}
