package io.rastro.sharding.live;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.live.LiveFrame.PositionFrame;
import io.rastro.sharding.live.LiveSession.Watched;
import java.time.Instant;
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
                "c-17",
                "courier~c-17",
                journal.reader(),
                (cursor, watcher) -> entity.ref().tell(new Subscription(cursor, watcher)));
        return LiveSession.frames(watched, from, ending)
                .runWith(TestSink.create(Adapter.toClassic(kit.system())), kit.system());
    }

    void subscribed(Subscription subscription, long lastSeqNr, Feed.Recorded... backlog) {
        subscription.watcher().tell(new Feed.Subscribed(entityRef.ref(), lastSeqNr, null, List.of(backlog)));
    }

    static Feed.Recorded event(long seqNr, int positions) {
        return new Feed.Recorded(
                seqNr,
                new PositionsRecorded(0, 0, 0, null, Collections.nCopies(positions, Position.of(Instant.EPOCH, 1, 2))));
    }

    static Cursor cursor(LiveFrame frame) {
        TracedPosition position = ((PositionFrame) frame).position();
        return new Cursor(position.seqNr(), position.index());
    }
}
