package io.rastro.sharding.live;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.rastro.sharding.FaultyJournal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A session whose entity is played by the test, in a time that passes as the test says. */
abstract class PlayedEntity {

    final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(FaultyJournal.CONFIG));
    final ManualTime time = ManualTime.get(kit.system());
    final FaultyJournal journal = new FaultyJournal(kit.system());
    final TestProbe<Subscription> entity = kit.createTestProbe();
    final TestProbe<Object> entityRef = kit.createTestProbe();

    private final WatchedKind kind;

    PlayedEntity(WatchedKind kind) {
        this.kind = kind;
    }

    record Subscription(@Nullable Cursor cursor, ActorRef<Feed> watcher) {}

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    TestSubscriber.Probe<LiveFrame> frames(Optional<Cursor> from) {
        return frames(from, new CompletableFuture<>());
    }

    TestSubscriber.Probe<LiveFrame> frames(Optional<Cursor> from, CompletionStage<Done> ending) {
        Watched watched = new Watched(
                WatchedKind.ID,
                kind.persistenceId,
                journal.reader(),
                kind.items,
                (cursor, watcher) -> entity.ref().tell(new Subscription(cursor, watcher)));
        return LiveSession.frames(watched, from, ending)
                .runWith(TestSink.create(Adapter.toClassic(kit.system())), kit.system());
    }

    void subscribed(Subscription subscription, long lastSeqNr, Feed.Recorded... backlog) {
        subscription.watcher().tell(new Feed.Subscribed(entityRef.ref(), lastSeqNr, null, List.of(backlog)));
    }

    Feed.Recorded event(long seqNr, int items) {
        return new Feed.Recorded(seqNr, kind.event(items));
    }

    /** So many events of so many items, from the first one on. */
    void recorded(int events, int items) {
        journal.begin(kind.persistenceId, Collections.nCopies(events, kind.event(items)));
    }

    LiveFrame.Item item(long seqNr, int index) {
        return kind.items.at(WatchedKind.ID, seqNr, kind.event(index + 1), index);
    }

    static Cursor cursor(LiveFrame frame) {
        return ((LiveFrame.Item) frame).cursor();
    }
}
