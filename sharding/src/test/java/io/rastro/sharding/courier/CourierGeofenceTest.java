package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.courier.Courier.GetInside;
import io.rastro.sharding.courier.Courier.Inside;
import io.rastro.sharding.courier.Courier.InsideReply;
import io.rastro.sharding.courier.Courier.Watch;
import io.rastro.sharding.geofence.Geofence;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.geofence.Shape;
import io.rastro.sharding.live.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a courier makes of geofences: decided once, with the positions, and in the journal. */
class CourierGeofenceTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private static final GeofenceIndex LOJA =
            new GeofenceIndex(List.of(new Geofence("loja", new Shape.Circle(0, 0, 1_000), null, null, null, "")));

    private final TestCourier courier = KIT.courier();

    @Test
    void journalsWhatPositionsCrossWithThem() {
        courier.geofences = LOJA;
        courier.start();
        courier.answer(at(1, 1), at(2, 0.001));
        courier.answer(at(3, 1));

        assertThat(crossings()).containsExactly("1.1 enter loja", "2.0 exit loja");
        courier.awaitPublished(1, 2);
    }

    @Test
    void aPositionSentAgainCrossesNothing() {
        courier.geofences = LOJA;
        courier.start();
        courier.answer(at(1, 0.001));
        courier.answer(at(2, 1));
        courier.answer(at(1, 0.001));
        courier.answer(at(1, 0.002)); // late

        assertThat(crossings()).containsExactly("1.0 enter loja", "2.0 exit loja");
    }

    /** By replay, and by a snapshot (every ten events). */
    @Test
    void isStillInsideInItsNextLife() {
        courier.geofences = LOJA;
        courier.start();
        courier.answer(at(1, 0.001));
        courier.restart();
        for (int i = 0; i < 25; i++) {
            courier.answer(at(10 + i, 0.001));
        }
        courier.restart();

        assertThat(inside()).containsExactly(new InsideGeofence("loja", 1, 1_000_000, false));
        courier.answer(at(100, 1));
        assertThat(crossings()).containsExactly("1.0 enter loja", lastSeqNr() + ".0 exit loja");
        assertThat(inside()).isEmpty();
    }

    /** What is known of geofences today changes nothing of what was journaled. */
    @Test
    void replayDoesNotAskForGeofences() {
        courier.geofences = LOJA;
        courier.start();
        courier.answer(at(1, 0.001));
        courier.stop();
        courier.geofences = GeofenceIndex.EMPTY;
        courier.start();

        assertThat(inside()).extracting(InsideGeofence::geofenceId).containsExactly("loja");
        assertThat(crossings()).containsExactly("1.0 enter loja");
    }

    @Test
    void tellsItsWatchers() {
        courier.geofences = LOJA;
        courier.start();
        courier.latest();
        TestProbe<Feed> watcher = KIT.actors().createTestProbe();
        courier.tell(new Watch(null, watcher.ref()));
        watcher.expectMessageClass(Feed.Subscribed.class);
        courier.answer(at(1, 0.001));

        PositionsRecorded told = (PositionsRecorded)
                watcher.expectMessageClass(Feed.Recorded.class).event();
        assertThat(told.crossings()).containsExactly(new GeofenceCrossing(0, "loja", GeofenceCrossing.Kind.ENTER, 1));
    }

    private List<String> crossings() {
        List<String> all = new ArrayList<>();
        List<CourierEvent> events = courier.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof PositionsRecorded recorded) {
                for (GeofenceCrossing it : recorded.crossings()) {
                    all.add((i + 1) + "." + it.index() + " " + it.kind().text() + " " + it.geofenceId());
                }
            }
        }
        return all;
    }

    private long lastSeqNr() {
        return courier.latest().seqNr();
    }

    private List<InsideGeofence> inside() {
        courier.latest(); // it is there
        TestProbe<InsideReply> reply = KIT.actors().createTestProbe();
        courier.tell(new GetInside(reply.ref()));
        return reply.expectMessageClass(Inside.class).inside();
    }

    /** At 0 degrees of longitude. */
    private static Position at(long millis, double lat) {
        return Position.of(Instant.ofEpochMilli(millis), lat, 0);
    }
}
