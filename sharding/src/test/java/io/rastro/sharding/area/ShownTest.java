package io.rastro.sharding.area;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaFrame.Crowded;
import io.rastro.sharding.area.AreaFrame.Entered;
import io.rastro.sharding.area.AreaFrame.Heartbeat;
import io.rastro.sharding.area.AreaFrame.Lagging;
import io.rastro.sharding.area.AreaFrame.Left;
import io.rastro.sharding.area.AreaFrame.Moved;
import io.rastro.sharding.live.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ShownTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final ActorRef<AreaIndex.Command> here =
            KIT.<AreaIndex.Command>createTestProbe().ref();
    private final ActorRef<AreaIndex.Command> there =
            KIT.<AreaIndex.Command>createTestProbe().ref();
    private final Shown shown = new Shown();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static TracedPosition at(String courierId, long seqNr) {
        return at(courierId, seqNr, 0, 0);
    }

    static TracedPosition at(String courierId, long seqNr, double lat, double lon) {
        return new TracedPosition(courierId, seqNr, 0, 0, Position.of(Instant.EPOCH, lat, lon));
    }

    private List<AreaFrame> frames() {
        List<AreaFrame> frames = new ArrayList<>();
        while (!shown.isEmpty()) {
            frames.add(shown.next());
        }
        assertThat(shown.next()).isNull();
        return frames;
    }

    @Test
    void entersOnceThenMoves() {
        shown.seen(at("a", 1), here);
        assertThat(frames()).containsExactly(new Entered(at("a", 1)));
        shown.seen(at("a", 2), here);
        assertThat(frames()).containsExactly(new Moved(at("a", 2)));
    }

    @Test
    void ofOneThatWaitsOnlyTheNewestIsShownAndWhatWasLeftOutIsNamed() {
        shown.seen(at("a", 1), here);
        frames();
        shown.seen(at("a", 2), here);
        shown.seen(at("a", 3), here);
        shown.seen(at("a", 4), here);

        assertThat(frames())
                .containsExactly(new Lagging("a", new Cursor(1, 0), new Cursor(3, 0)), new Moved(at("a", 4)));
    }

    @Test
    void whoEntersLateWasNotLeftOut() {
        shown.seen(at("a", 1), here);
        shown.seen(at("a", 2), here);

        assertThat(frames()).containsExactly(new Entered(at("a", 2)));
    }

    @Test
    void whoWasNeverShownDoesNotLeave() {
        shown.seen(at("a", 1), here);
        shown.left("a", here);

        assertThat(frames()).isEmpty();
        assertThat(shown.size()).isZero();
    }

    @Test
    void whoIsBackBeforeItsLeavingIsShownHasNotLeft() {
        shown.seen(at("a", 1), here);
        frames();
        shown.left("a", here);
        shown.seen(at("a", 1), here);
        assertThat(frames()).isEmpty();

        shown.left("a", here);
        shown.seen(at("a", 2), here);
        assertThat(frames()).containsExactly(new Moved(at("a", 2)));
    }

    @Test
    void aMoveToAnotherNodeIsNotSeen() {
        shown.seen(at("a", 1), here);
        frames();
        shown.moving("a", here, 100);
        shown.seen(at("a", 1), there);
        shown.left("a", here); // the node before has no say any more
        assertThat(shown.forget(200, 300)).isFalse();
        shown.forget(300, 400);
        assertThat(frames()).isEmpty();

        shown.left("a", there);
        assertThat(frames()).containsExactly(new Left("a"));
    }

    @Test
    void whoDoesNotComeBackIsForgotten() {
        shown.seen(at("a", 1), here);
        shown.seen(at("b", 1), here);
        frames();
        shown.moving("a", here, 100);
        shown.ownerGone(here, 150);

        assertThat(shown.forget(99, 0)).isFalse();
        assertThat(shown.forget(100, 120)).as("asked for first").isTrue();
        assertThat(frames()).isEmpty();
        assertThat(shown.forget(120, 0)).isFalse();
        assertThat(frames()).containsExactly(new Left("a"));
        shown.forget(150, 160);
        shown.forget(160, 0);
        assertThat(frames()).containsExactly(new Left("b"));
        assertThat(shown.size()).isZero();
    }

    @Test
    void aWholeViewTellsWhoLeftUnheard() {
        shown.seen(at("a", 1), here);
        shown.seen(at("b", 1), here);
        shown.seen(at("c", 1), there);
        frames();

        shown.leftUnless(here, Set.of("b"));

        assertThat(frames()).containsExactly(new Left("a"));
    }

    @Test
    void clustersStandForAllBefore() {
        shown.seen(at("a", 1), here);
        frames();
        shown.seen(at("b", 1), here);
        shown.instead(new Crowded(List.of()));
        assertThat(frames()).containsExactly(new Crowded(List.of()));

        shown.seen(at("a", 1), here);
        assertThat(frames()).containsExactly(new Entered(at("a", 1)));
    }

    @Test
    void anotherFrameWaitsForItsTurnOnly() {
        shown.seen(at("a", 1), here);
        shown.then(new Heartbeat());
        shown.seen(at("b", 1), here);

        assertThat(frames()).containsExactly(new Entered(at("a", 1)), new Heartbeat(), new Entered(at("b", 1)));
    }

    /** The node where it was before spoke last; the other one says so again when it is asked. */
    @Test
    void whoIsOnAnotherNodeAfterAllStays() {
        shown.seen(at("a", 1), there);
        shown.seen(at("a", 1), here);
        frames();
        shown.moving("a", here, 100);
        assertThat(shown.forget(100, 120)).isTrue();
        shown.seen(at("a", 1), there);
        shown.forget(120, 140);
        shown.forget(200, 300);

        assertThat(frames()).isEmpty();
        shown.left("a", there);
        assertThat(frames()).containsExactly(new Left("a"));
    }

    @Test
    void thoseWhoAreLeavingDoNotCount() {
        shown.seen(at("a", 1), here);
        shown.seen(at("b", 1), here);
        frames();
        shown.keep(at -> at.courierId().equals("b"));
        shown.seen(at("c", 1), here);
        assertThat(shown.size()).isEqualTo(2);

        shown.seen(at("a", 1), here);
        assertThat(shown.size()).isEqualTo(3);
        shown.left("a", here);
        shown.left("a", here);
        frames();
        assertThat(shown.size()).isEqualTo(2);
    }

    @Test
    void whatWasLeftOutBeforeALeavingThatWasNoneIsNamed() {
        shown.seen(at("a", 1), here);
        frames();
        shown.seen(at("a", 2), here);
        shown.left("a", here);
        shown.seen(at("a", 3), here);

        assertThat(frames())
                .containsExactly(new Lagging("a", new Cursor(1, 0), new Cursor(2, 0)), new Moved(at("a", 3)));
    }

    @Test
    void theSameAgainIsBehindThoseWhoCameMeanwhile() {
        AreaFrame.Opened one = new AreaFrame.Opened(new Bbox(0, 0, 1, 1));
        AreaFrame.Opened next = new AreaFrame.Opened(new Bbox(0, 0, 2, 2));
        shown.then(one);
        shown.seen(at("a", 1), here);
        shown.then(next);
        assertThat(frames()).containsExactly(new Entered(at("a", 1)), next);

        shown.then(next);
        shown.instead(new Crowded(List.of()));
        assertThat(frames()).containsExactly(new Crowded(List.of()), next);
    }

    /** Two nodes that tell of five couriers in any order, and a reader that takes a frame now and then. */
    @RepeatedTest(100)
    void theReaderEndsWithWhatIsThere(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Cursor> client = new HashMap<>();
        Map<String, Long> truth = new HashMap<>();
        Map<String, ActorRef<AreaIndex.Command>> owners = new HashMap<>();
        long seqNr = 0;
        for (int i = 0; i < 2_000; i++) {
            String courierId = "c-" + random.nextInt(5);
            ActorRef<AreaIndex.Command> owner = random.nextBoolean() ? here : there;
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    shown.seen(at(courierId, ++seqNr), owner);
                    truth.put(courierId, seqNr);
                    owners.put(courierId, owner);
                }
                case 3 -> {
                    shown.left(courierId, owner);
                    truth.computeIfPresent(courierId, (id, seq) -> owners.get(id) == owner ? null : seq);
                }
                case 4 -> {
                    shown.moving(courierId, owner, Long.MAX_VALUE);
                    owners.remove(courierId, owner);
                }
                default -> {
                    if (!shown.isEmpty()) {
                        applyTo(client, shown.next());
                    }
                }
            }
        }
        frames().forEach(frame -> applyTo(client, frame));
        Map<String, Cursor> expected = new HashMap<>();
        truth.forEach((courierId, seq) -> expected.put(courierId, new Cursor(seq, 0)));
        assertThat(client).isEqualTo(expected);
    }

    private static void applyTo(Map<String, Cursor> client, AreaFrame frame) {
        if (frame instanceof Entered entered) {
            assertThat(client.put(
                            entered.at().courierId(), new Cursor(entered.at().seqNr(), 0)))
                    .as("%s", frame)
                    .isNull();
        } else if (frame instanceof Moved moved) {
            Cursor now = new Cursor(moved.at().seqNr(), 0);
            assertThat(client.put(moved.at().courierId(), now))
                    .as("%s", frame)
                    .isNotNull()
                    .isLessThan(now);
        } else if (frame instanceof Lagging lagging) {
            assertThat(client.get(lagging.courierId())).isEqualTo(lagging.from());
            assertThat(lagging.to()).isGreaterThan(lagging.from());
        } else if (frame instanceof Left left) {
            assertThat(client.remove(left.courierId())).as("%s", frame).isNotNull();
        }
    }
}
