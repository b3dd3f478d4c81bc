package io.rastro.sharding.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.Attributes;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaFrame.Crowded;
import io.rastro.sharding.area.AreaFrame.Entered;
import io.rastro.sharding.area.AreaFrame.Left;
import io.rastro.sharding.area.AreaFrame.Moved;
import io.rastro.sharding.area.AreaFrame.Opened;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes are indexes of one actor system here; what crosses between two systems is the serializer's test. */
class AreaSessionTest {

    private static final Bbox SAO_PAULO = new Bbox(-47, -24, -46, -23);
    private static final Bbox RIO = new Bbox(-44, -23.5, -42, -22);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CompletableFuture<ActorRef<AreaSession.Command>> moves = new CompletableFuture<>();
    private ActorTestKit kit;
    private SinkQueueWithCancel<AreaFrame> frames;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<AreaIndex.Command> node() {
        ActorRef<AreaIndex.Command> index =
                kit.spawn(AreaIndex.create(Duration.ofHours(1), Clock.systemUTC(), size -> {}));
        register(index);
        return index;
    }

    private void register(ActorRef<AreaIndex.Command> index) {
        TestProbe<Receptionist.Registered> registered = kit.createTestProbe();
        kit.system().receptionist().tell(Receptionist.register(AreaIndex.KEY, index, registered.ref()));
        registered.receiveMessage(LONG);
    }

    private static TracedPosition in(Bbox window, String courierId, long seqNr) {
        return new TracedPosition(
                courierId,
                seqNr,
                0,
                System.currentTimeMillis(),
                Position.of(
                        Instant.EPOCH,
                        (window.minLat() + window.maxLat()) / 2,
                        (window.minLon() + window.maxLon()) / 2 + seqNr * 1e-4));
    }

    private static TracedPosition seen(ActorRef<AreaIndex.Command> node, Bbox window, String courierId, long seqNr) {
        TracedPosition at = in(window, courierId, seqNr);
        node.tell(new AreaIndex.At(at));
        return at;
    }

    private void watch(Bbox window, int maxCouriers) {
        frames = AreaSession.frames(kit.system(), window, maxCouriers, moves)
                .filter(frame -> !(frame instanceof AreaFrame.Heartbeat))
                .runWith(Sink.<AreaFrame>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), kit.system());
    }

    private AreaFrame next() throws Exception {
        return frames.pull()
                .toCompletableFuture()
                .get(LONG.toSeconds(), TimeUnit.SECONDS)
                .orElseThrow();
    }

    private List<AreaFrame> untilOpened(Bbox window) throws Exception {
        List<AreaFrame> shown = new ArrayList<>();
        for (AreaFrame frame = next(); !frame.equals(new Opened(window)); frame = next()) {
            shown.add(frame);
        }
        return shown;
    }

    private void move(Bbox window) {
        moves.join().tell(new AreaSession.Move(window));
    }

    @Test
    void showsWhoIsThereThenWhatChanges() throws Exception {
        ActorRef<AreaIndex.Command> one = node();
        ActorRef<AreaIndex.Command> other = node();
        TracedPosition a = seen(one, SAO_PAULO, "a", 1);
        TracedPosition b = seen(other, SAO_PAULO, "b", 1);
        seen(other, RIO, "elsewhere", 1);

        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).containsExactlyInAnyOrder(new Entered(a), new Entered(b));

        assertThat(new Moved(seen(one, SAO_PAULO, "a", 2))).isEqualTo(next());
        seen(other, RIO, "elsewhere", 2);
        seen(other, RIO, "b", 2);
        assertThat(next()).isEqualTo(new Left("b"));
        assertThat(new Entered(seen(other, SAO_PAULO, "elsewhere", 3))).isEqualTo(next());
        one.tell(new AreaIndex.Gone("a", false));
        assertThat(next()).isEqualTo(new Left("a"));
    }

    @Test
    void theWindowCanBeMoved() throws Exception {
        ActorRef<AreaIndex.Command> node = node();
        TracedPosition a = seen(node, SAO_PAULO, "a", 1);
        TracedPosition b = seen(node, RIO, "b", 1);
        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).containsExactly(new Entered(a));

        move(RIO);

        assertThat(untilOpened(RIO)).containsExactly(new Left("a"), new Entered(b));
        seen(node, SAO_PAULO, "a", 2);
        assertThat(new Moved(seen(node, RIO, "b", 2))).isEqualTo(next());
    }

    @Test
    void aWindowThatIsFullAndMovedToAnotherFullOneIsNoCrowd() throws Exception {
        ActorRef<AreaIndex.Command> node = node();
        for (int i = 0; i < 10; i++) {
            seen(node, SAO_PAULO, "sp-" + i, 1);
            seen(node, RIO, "rj-" + i, 1);
        }
        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).hasSize(10);

        move(RIO);

        assertThat(untilOpened(RIO)).hasSize(20).allMatch(frame -> frame instanceof Left || frame instanceof Entered);
    }

    /** One that is paused is reachable for a while. */
    @Test
    void countsOnWithoutANodeThatIsSilent() throws Exception {
        register(kit.<AreaIndex.Command>createTestProbe().ref());
        ActorRef<AreaIndex.Command> node = node();
        for (int i = 0; i < 6; i++) {
            seen(node, SAO_PAULO, "c-" + i, 1);
        }
        watch(SAO_PAULO, 4);

        AreaFrame frame = next();
        while (!(frame instanceof Crowded)) {
            frame = next();
        }
        assertThat(((Crowded) frame)
                        .clusters().stream().mapToInt(Cluster::count).sum())
                .isEqualTo(6);
    }

    /** Ten thousand moves are the last one and a few between. */
    @Test
    void aWindowThatIsDraggedIsAskedForNowAndThen() throws Exception {
        TestProbe<AreaIndex.Command> node = kit.createTestProbe();
        register(node.ref());
        watch(SAO_PAULO, 10);
        node.expectMessageClass(AreaIndex.Watch.class, LONG);

        for (int i = 0; i < 10_000; i++) {
            move(new Bbox(-47, -24 - i * 1e-4, -46, -23));
        }
        move(RIO);

        int asks = 1;
        while (!node.expectMessageClass(AreaIndex.Watch.class, LONG).window().equals(RIO)) {
            asks++;
        }
        assertThat(asks).isLessThan(40);
    }

    @Test
    void moreThanCanBeShownAreCountedUntilTheyAreFewer() throws Exception {
        ActorRef<AreaIndex.Command> one = node();
        ActorRef<AreaIndex.Command> other = node();
        for (int i = 0; i < 6; i++) {
            seen(one, SAO_PAULO, "one-" + i, 1);
            seen(other, SAO_PAULO, "other-" + i, 1);
        }
        watch(SAO_PAULO, 10);
        Crowded crowded = null;
        while (crowded == null) {
            crowded = next() instanceof Crowded counted ? counted : null;
        }
        assertThat(crowded.clusters().stream().mapToInt(Cluster::count).sum()).isEqualTo(12);

        for (int i = 0; i < 6; i++) {
            other.tell(new AreaIndex.Gone("other-" + i, false));
        }
        AreaFrame frame = next();
        while (!frame.equals(new Crowded(List.of()))) {
            assertThat(frame).isInstanceOfAny(Crowded.class, Opened.class);
            frame = next();
        }
        assertThat(untilOpened(SAO_PAULO)).hasSize(6).allMatch(Entered.class::isInstance);
        assertThat(new Moved(seen(one, SAO_PAULO, "one-3", 2))).isEqualTo(next());
    }

    @Test
    void becomesACrowdWhileItIsWatched() throws Exception {
        ActorRef<AreaIndex.Command> node = node();
        watch(SAO_PAULO, 3);
        assertThat(untilOpened(SAO_PAULO)).isEmpty();

        for (int i = 0; i < 4; i++) {
            seen(node, SAO_PAULO, "c-" + i, 1);
        }

        AreaFrame frame = next();
        while (frame instanceof Entered) {
            frame = next();
        }
        assertThat(((Crowded) frame)
                        .clusters().stream().mapToInt(Cluster::count).sum())
                .isEqualTo(4);
    }

    @Test
    void aCourierThatMovesToAnotherNodeStaysAndMovesOn() throws Exception {
        ActorRef<AreaIndex.Command> one = node();
        ActorRef<AreaIndex.Command> other = node();
        TracedPosition a = seen(one, SAO_PAULO, "a", 1);
        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).containsExactly(new Entered(a));

        one.tell(new AreaIndex.Gone("a", true));
        other.tell(new AreaIndex.At(a));

        assertThat(new Moved(seen(other, SAO_PAULO, "a", 2))).isEqualTo(next());
    }

    @Test
    void aNodeThatComesIsAskedAndOneThatDiesIsMissedLater() throws Exception {
        ActorRef<AreaIndex.Command> one = node();
        TracedPosition a = seen(one, SAO_PAULO, "a", 1);
        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).containsExactly(new Entered(a));

        ActorRef<AreaIndex.Command> later = node();
        assertThat(new Entered(seen(later, SAO_PAULO, "b", 1))).isEqualTo(next());
        kit.stop(one);
        later.tell(new AreaIndex.At(a));

        assertThat(new Moved(seen(later, SAO_PAULO, "a", 2))).isEqualTo(next());
    }

    /** Messages between nodes may be lost. */
    @Test
    void asksAgainWhenAMessageWasLost() throws Exception {
        TestProbe<AreaIndex.Command> node = kit.createTestProbe();
        register(node.ref());
        watch(SAO_PAULO, 10);
        AreaIndex.Watch first = node.expectMessageClass(AreaIndex.Watch.class, LONG);
        TracedPosition a = in(SAO_PAULO, "a", 1);
        TracedPosition b = in(SAO_PAULO, "b", 1);
        first.watcher().tell(new AreaFeed.View(first.id(), 1, List.of(a, b), true));
        assertThat(untilOpened(SAO_PAULO)).hasSize(2);
        first.watcher().tell(new AreaFeed.Still(first.id(), 1));
        node.expectNoMessage(Duration.ofMillis(300));

        first.watcher().tell(new AreaFeed.Seen(first.id(), 3, in(SAO_PAULO, "b", 3)));
        AreaIndex.Watch second = node.expectMessageClass(AreaIndex.Watch.class, LONG);
        first.watcher().tell(new AreaFeed.Left(first.id(), 4, "b", false)); // of the one before
        second.watcher().tell(new AreaFeed.View(second.id(), 1, List.of(in(SAO_PAULO, "b", 4)), true));
        assertThat(List.of(next(), next())).contains(new Left("a"));

        second.watcher().tell(new AreaFeed.Still(second.id(), 2));
        node.expectMessageClass(AreaIndex.Watch.class, LONG);
    }

    @Test
    void asksAgainWhenNothingIsAnswered() {
        TestProbe<AreaIndex.Command> node = kit.createTestProbe();
        register(node.ref());
        watch(SAO_PAULO, 10);

        AreaIndex.Watch first = node.expectMessageClass(AreaIndex.Watch.class, LONG);
        AreaIndex.Watch second = node.expectMessageClass(AreaIndex.Watch.class, LONG);
        assertThat(second.id()).isGreaterThan(first.id());
    }

    @Test
    void endsWithItsConnection() throws Exception {
        TestProbe<AreaIndex.Command> node = kit.createTestProbe();
        register(node.ref());
        watch(SAO_PAULO, 10);
        AreaIndex.Watch asked = node.expectMessageClass(AreaIndex.Watch.class, LONG);

        frames.cancel();

        node.expectTerminated(asked.watcher(), LONG);
    }

    @Test
    void whoSendsNothingForLongIsNotThere() throws Exception {
        ActorRef<AreaIndex.Command> node =
                kit.spawn(AreaIndex.create(Duration.ofSeconds(2), Clock.systemUTC(), size -> {}));
        register(node);
        TracedPosition a = seen(node, SAO_PAULO, "a", 1);
        node.tell(new AreaIndex.At(new TracedPosition("old", 1, 0, System.currentTimeMillis() - 3_000, a.position())));
        watch(SAO_PAULO, 10);

        assertThat(untilOpened(SAO_PAULO)).containsExactly(new Entered(a));
        assertThat(next()).isEqualTo(new Left("a"));
    }

    @Test
    void aReaderThatTakesNothingGetsTheNewest() throws Exception {
        ActorRef<AreaIndex.Command> node = node();
        seen(node, SAO_PAULO, "a", 1);
        watch(SAO_PAULO, 10);
        assertThat(untilOpened(SAO_PAULO)).hasSize(1);
        for (int seqNr = 2; seqNr < 1_000; seqNr++) {
            seen(node, SAO_PAULO, "a", seqNr);
        }
        TracedPosition last = seen(node, SAO_PAULO, "a", 1_000);
        TestProbe<Found> told = kit.createTestProbe();
        node.tell(new AreaIndex.Within(SAO_PAULO, 10, told.ref()));
        told.receiveMessage(LONG);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true); // for what is on its way to the session

        int came = 1;
        while (!next().equals(new Moved(last))) {
            came++;
        }
        assertThat(came).isLessThan(10);
    }
}
