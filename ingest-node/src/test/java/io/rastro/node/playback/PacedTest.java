package io.rastro.node.playback;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PacedTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static TracedPosition second(int second) {
        return new TracedPosition("c", 1 + second, 0, T.toEpochMilli(), Position.of(T.plusSeconds(second), 1, 2));
    }

    private static List<TracedPosition> everySecond(int count) {
        return IntStream.range(0, count).mapToObj(PacedTest::second).toList();
    }

    private static TestSubscriber.Probe<PlaybackFrame> play(Source<TracedPosition, ?> history, Pace pace) {
        return history.via(new Paced(pace)).runWith(TestSink.create(KIT.system()), KIT.system());
    }

    private static TracedPosition position(PlaybackFrame frame) {
        return ((PlaybackFrame.PositionFrame) frame).position();
    }

    private static long millisSince(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    @Test
    void showsEachWhenItIsItsTurnAndThenTheEnd() {
        List<TracedPosition> history = everySecond(61);
        long began = System.nanoTime();
        TestSubscriber.Probe<PlaybackFrame> reader = play(Source.from(history), Pace.of(100));
        reader.request(100);

        List<TracedPosition> shown = new ArrayList<>();
        for (int i = 0; i < 61; i++) {
            shown.add(position(reader.requestNext()));
            assertThat(millisSince(began)).as("position %d", i).isGreaterThanOrEqualTo(10L * i);
        }

        assertThat(shown).isEqualTo(history);
        assertThat(millisSince(began)).isLessThan(600 + 5_000);
        assertThat(reader.requestNext()).isEqualTo(new PlaybackFrame.End(61));
        reader.expectComplete();
    }

    @Test
    void doesNotDriftWhenTimersAreCoarserThanItsSteps() {
        long began = System.nanoTime();
        TestSubscriber.Probe<PlaybackFrame> reader = play(Source.from(everySecond(1_801)), Pace.of(600));
        reader.request(2_000);
        for (int i = 0; i < 1_801; i++) {
            reader.expectNext();
        }

        // A timer of its own for each of them would come to 18 s.
        assertThat(millisSince(began)).isBetween(3_000L, 9_000L);
    }

    @Test
    void holdsOneAndAsksForNoMoreThanIsTaken() {
        AtomicInteger asked = new AtomicInteger();
        TestSubscriber.Probe<PlaybackFrame> reader =
                play(Source.repeat(second(1)).map(each -> each).wireTap(each -> asked.incrementAndGet()), Pace.of(1));

        reader.request(3);
        for (int i = 0; i < 3; i++) {
            reader.expectNext();
        }
        reader.expectNoMessage(Duration.ofMillis(200));

        assertThat(asked.get()).isEqualTo(4);
        reader.cancel();
    }

    @Test
    void skipsTheRestOfALongGapAndSaysMeanwhileThatItIsAlive() {
        Pace pace = new Pace(1, Duration.ofMillis(700), LONG, Duration.ofMillis(150));
        long began = System.nanoTime();
        TestSubscriber.Probe<PlaybackFrame> reader = play(Source.from(List.of(second(0), second(36_000))), pace);
        reader.request(100);

        assertThat(position(reader.expectNext())).isEqualTo(second(0));
        int heartbeats = 0;
        PlaybackFrame frame = reader.expectNext();
        while (frame instanceof PlaybackFrame.Heartbeat) {
            heartbeats++;
            frame = reader.expectNext();
        }
        assertThat(position(frame)).isEqualTo(second(36_000));
        assertThat(millisSince(began)).isGreaterThanOrEqualTo(700);
        assertThat(heartbeats).isBetween(1, 5);
        assertThat(reader.expectNext()).isEqualTo(new PlaybackFrame.End(2));
    }

    @Test
    void aReaderThatTakesNothingStopsTheClock() throws Exception {
        TestSubscriber.Probe<PlaybackFrame> reader = play(Source.from(everySecond(100)), Pace.of(10));
        assertThat(position(reader.requestNext())).isEqualTo(second(0));
        Thread.sleep(2_000);

        long back = System.nanoTime();
        reader.request(100);
        for (int i = 1; i <= 15; i++) {
            assertThat(position(reader.expectNext())).isEqualTo(second(i));
        }

        // All of them were due; half a second of them is caught up with.
        assertThat(millisSince(back)).isGreaterThanOrEqualTo(850);
        reader.cancel();
    }

    @Test
    void endsAtOnceWhenThereIsNothing() {
        TestSubscriber.Probe<PlaybackFrame> reader = play(Source.empty(), Pace.of(1));
        assertThat(reader.requestNext()).isEqualTo(new PlaybackFrame.End(0));
        reader.expectComplete();
    }

    /** A fix a minute is usual, and no gap. */
    @Test
    void onlyWhatIsLongInHistoryAndInPlayIsShortened() {
        assertThat(seconds(1, 60)).isEqualTo(60);
        assertThat(seconds(1, 300)).isEqualTo(300);
        assertThat(seconds(1, 30_000)).isEqualTo(300);
        assertThat(seconds(100, 3_000)).isEqualTo(30);
        assertThat(seconds(100, 30_000)).isEqualTo(30);
    }

    private static double seconds(double speed, long ofHistory) {
        return Pace.of(speed).nanosOf(ofHistory * 1_000) / 1e9;
    }
}
