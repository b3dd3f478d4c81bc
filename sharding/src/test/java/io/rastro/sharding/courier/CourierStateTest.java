package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.Fixes.from;
import static io.rastro.sharding.courier.Fixes.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierJournal;
import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CourierStateTest {

    private static final CourierState NEVER_SEEN = CourierState.empty("c-17", 16);

    @Property
    void livePositionIsTheNewestOfAllByTimeOfTheFixAndOnlyMovesForward(
            @ForAll @Size(max = 20) List<@Size(min = 1, max = 4) List<@IntRange(max = 50) Integer>> posts) {
        CourierState state = NEVER_SEEN;
        long newest = Long.MIN_VALUE;
        long count = 0;
        for (List<Integer> post : posts) {
            List<Position> fresh = Plan.of(
                            state, post.stream().map(time -> at(time, time % 3)).toList())
                    .fresh();
            if (fresh.isEmpty()) {
                continue;
            }
            state = state.apply(recorded(0, fresh));
            count += fresh.size();
            newest = Math.max(
                    newest,
                    fresh.stream().mapToLong(Position::fixedAtMillis).max().orElseThrow());
            assertThat(state.liveFixedAtMillis()).isEqualTo(newest);
            assertThat(state.latest().position().late()).isFalse();
            assertThat(state.positionCount()).isEqualTo(count);
        }
    }

    @Test
    void latestCarriesItsPlaceInTheJournal() {
        CourierState state =
                NEVER_SEEN.apply(recorded(at(10), at(30), at(20).markedLate())).apply(recorded(at(25).markedLate()));
        assertThat(state.latest()).isEqualTo(new TracedPosition("c-17", 1, 1, 1_000_000, at(30)));
        assertThat(state.seqNr()).isEqualTo(2);
    }

    @Test
    void remembersTheNewestRequestsWithAKey() {
        CourierState state = NEVER_SEEN;
        int last = CourierState.MAX_REQUESTS + 1;
        for (int i = 1; i <= last; i++) {
            state = state.apply(new PositionsRecorded(0, 0, 0, "key-" + i, from(i * 10, i * 10 + i % 3)));
        }
        assertThat(state.requests()).hasSize(CourierState.MAX_REQUESTS);
        assertThat(state.request("key-1")).isEmpty();
        assertThat(state.request("key-2")).contains(new RecordedRequest("key-2", 2, 3));
        assertThat(state.request("key-" + last)).contains(new RecordedRequest("key-" + last, last, 1 + last % 3));
        assertThat(state.request(null)).isEmpty();
        assertThat(state.apply(recorded(at(9999))).requests()).isSameAs(state.requests());
    }

    @Test
    void watermarksOnlyMoveForward() {
        CourierState state = NEVER_SEEN
                .apply(new PositionsRecorded(0, 0, 0, null, List.of(at(1))))
                .apply(new PositionsRecorded(0, 1, 1, null, List.of(at(2))))
                .apply(new PositionsRecorded(0, 0, 0, null, List.of(at(3))));
        assertThat(state.publishedUpTo()).isEqualTo(1);
        assertThat(state.tabledUpTo()).isEqualTo(1);
    }

    @Test
    void aMarkerCountsAsPublishedWithWhatItVouchesFor() {
        CourierState state = NEVER_SEEN.apply(recorded(at(1))).apply(new OutboxDrained(1));
        assertThat(state.seqNr()).isEqualTo(2);
        assertThat(state.publishedUpTo()).isEqualTo(2);
        assertThat(state.apply(recorded(at(2))).publishedUpTo()).isEqualTo(2);
        assertThat(state.latest()).isEqualTo(new TracedPosition("c-17", 1, 0, 1_000_000, at(1)));
    }

    @Test
    void knowsWhenTheLastEventIsAMarker() {
        CourierState state = NEVER_SEEN;
        assertThat(state.isAfterMarker()).isFalse();
        state = state.apply(recorded(at(1)));
        assertThat(state.isAfterMarker()).isFalse();
        state = state.apply(new PositionsRecorded(0, 1, 0, null, List.of(at(2))));
        assertThat(state.isAfterMarker()).isFalse();
        state = state.apply(new OutboxDrained(2));
        assertThat(state.isAfterMarker()).isTrue();
        assertThat(writtenAndRead(state).isAfterMarker()).isTrue();
        assertThat(state.apply(new PositionsRecorded(0, 3, 0, null, List.of(at(3))))
                        .isAfterMarker())
                .isFalse();
    }

    @Test
    void theWindowShrinksOnlyWithAnEventThatSaysThatMoreIsTabled() {
        CourierState state = NEVER_SEEN.apply(recorded(0, from(1, 40))).apply(recorded(0, from(41, 50)));
        assertThat(state.window().size()).isEqualTo(50);
        CourierState tabled = state.apply(recorded(1, List.of(at(51))));
        assertThat(tabled.window().size()).isEqualTo(16);
        assertThat(tabled.window().horizonMillis()).isEqualTo(35);
        assertThat(tabled.apply(recorded(1, from(52, 60))).window().size()).isEqualTo(25);
    }

    @Property
    void aReplayComesToTheSame(@ForAll @Size(max = 30) List<@IntRange(max = 200) Integer> times) {
        List<CourierEvent> journal = new ArrayList<>();
        CourierState state = NEVER_SEEN;
        for (int time : times) {
            journal.add(new PositionsRecorded(
                    time, journal.size(), Math.max(0, journal.size() - 5), "key-" + time, List.of(at(time))));
            state = state.apply(journal.get(journal.size() - 1));
        }
        CourierState replayed = NEVER_SEEN;
        for (int i = 0; i < journal.size(); i++) {
            if (i == journal.size() / 2) {
                replayed = writtenAndRead(replayed);
            }
            replayed = replayed.apply(journal.get(i));
        }
        assertThat(written(replayed)).isEqualTo(written(state));
    }

    @Test
    void neverSeenSurvivesASnapshot() {
        assertThat(written(writtenAndRead(NEVER_SEEN))).isEqualTo(written(NEVER_SEEN));
    }

    private static byte[] written(CourierState state) {
        return CourierJournal.SNAPSHOT.toBytes(state.toSnapshot());
    }

    private static CourierState writtenAndRead(CourierState state) {
        CourierSnapshot read = CourierJournal.SNAPSHOT.fromBytes(1, written(state));
        return CourierState.fromSnapshot("c-17", read, 16);
    }
}
