package io.rastro.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.PersistentRepr;
import io.rastro.node.journal.DoubtfulTails.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.runtime.BoxedUnit;

class DoubtfulTailsTest {

    private final DoubtfulTails tails = new DoubtfulTails(2);
    private final List<Object> replayed = new ArrayList<>();

    @Test
    void beginAtTheLowestNumberOfWhichAWriteFailed() {
        tails.writeFailed("a", 7, false);
        tails.writeFailed("a", 5, false);
        tails.writeFailed("a", 6, false);
        assertThat(fromSeqNr("a")).isEqualTo(5);
        assertThat(tails.recovers("b")).isNull();
    }

    @Test
    void endWithAWriteThatSucceeds() {
        tails.writeFailed("a", 5, false);
        tails.writeFailed("b", 5, false);
        tails.writeSucceeded("a");
        assertThat(tails.recovers("a")).isNull();
        assertThat(tails.of("a")).isNull();
        assertThat(fromSeqNr("b")).isEqualTo(5);
    }

    @Test
    void lastUntilARecoveryHasMadeThemCertain() {
        tails.writeFailed("a", 5, false);
        Tail tail = recovers("a");
        assertThat(tails.of("a")).isSameAs(tail);
        tails.madeCertain("a", tail);
        assertThat(tails.of("a")).isNull();
    }

    @Test
    void areTheLastRecoverysAlone() {
        tails.writeFailed("a", 5, false);
        Tail earlier = recovers("a");
        Tail later = recovers("a");
        tails.madeCertain("a", earlier);
        assertThat(tails.of("a")).isSameAs(later).isNotSameAs(earlier);
    }

    @Test
    void beyondTheirNumberEveryLastEventIsInDoubt() {
        tails.writeFailed("a", 5, false);
        tails.writeFailed("b", 5, false);
        assertThat(tails.recovers("c")).isNull();
        tails.writeFailed("c", 5, false);
        tails.writeFailed("store", 5, true);
        assertThat(recovers("c")).isSameAs(Tail.LAST);
        assertThat(recovers("never failed")).isSameAs(Tail.LAST);
        assertThat(fromSeqNr("a")).isEqualTo(5);
        assertThat(fromSeqNr("store")).as("writes of several events, always").isEqualTo(5);

        Stream.of("a", "b", "c", "store").forEach(tails::writeSucceeded);
        assertThat(recovers("c")).as("who it was is not known any more").isSameAs(Tail.LAST);
    }

    @Test
    void areWhatAReplayHandsBack() {
        tails.writeFailed("a", 2, false);
        assertThat(inDoubt(recovers("a"))).as("others come from another node").containsExactly("late but last");
        tails.writeFailed("b", 2, false);
        tails.writeFailed("b", 3, false);
        assertThat(inDoubt(recovers("b"))).as("at several numbers").containsExactly("late but last", "third");
        tails.writeFailed("a", 2, true);
        assertThat(inDoubt(recovers("a"))).containsExactly("late but last", "third");
        assertThat(inDoubt(Tail.LAST)).containsExactly("third");
        assertThat(inDoubt(null)).isEmpty();
        assertThat(replayed).startsWith("first", "late but last", "third").hasSize(15);
    }

    private List<Object> inDoubt(@Nullable Tail tail) {
        LastOfEach events = new LastOfEach(3, tail, event -> {
            replayed.add(event.payload());
            return BoxedUnit.UNIT;
        });
        events.next(event(1, "first"));
        events.next(event(2, "second"));
        events.next(event(2, "late but last"));
        events.next(event(3, "third"));
        events.next(event(4, "beyond"));
        return events.end().stream().map(PersistentRepr::payload).toList();
    }

    private static PersistentRepr event(long seqNr, String payload) {
        return PersistentRepr.apply(payload, seqNr, "a", "", false, null, "writer");
    }

    private Tail recovers(String persistenceId) {
        return Objects.requireNonNull(tails.recovers(persistenceId));
    }

    private long fromSeqNr(String persistenceId) {
        return recovers(persistenceId).fromSeqNr();
    }
}
