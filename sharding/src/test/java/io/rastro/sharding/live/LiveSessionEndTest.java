package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.stream.testkit.TestSubscriber;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that is told to end. */
@ParameterizedClass
@EnumSource(WatchedKind.class)
class LiveSessionEndTest extends PlayedEntity {

    LiveSessionEndTest(WatchedKind kind) {
        super(kind);
    }

    @Test
    void toldToEndItGivesWhatIsRecordedByThen() {
        CompletableFuture<Done> ending = new CompletableFuture<>();
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.allOf(3)), ending);
        frames.request(1);
        subscribed(entity.receiveMessage(), 3);
        ending.complete(Done.getInstance());
        subscribed(entity.receiveMessage(), 5, event(4, 2), event(5, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 0));
        frames.request(2);
        assertThat(List.of(cursor(frames.expectNext()), cursor(frames.expectNext())))
                .containsExactly(new Cursor(4, 1), new Cursor(5, 0));
        frames.expectComplete();
    }

    @Test
    void anAnswerFromBeforeItWasToldToEndIsNotTheLastOne() {
        CompletableFuture<Done> ending = new CompletableFuture<>();
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(Cursor.allOf(3)), ending);
        frames.request(10);
        Subscription before = entity.receiveMessage();
        ending.complete(Done.getInstance());
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(50_000_000L));
        subscribed(before, 3);
        subscribed(entity.receiveMessage(), 4, event(4, 1));
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(4, 0));
        frames.expectComplete();
    }
}
