package io.rastro.node.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A table that is some events behind the journal. */
class RecordedPastTest {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final String ID = "c";

    private final List<Entry> journal = new ArrayList<>();
    /** Every event up to this one has its rows, and of the next one so many. */
    private long tabledUpTo;

    private int rowsOfTheNext;
    private int read;
    private Instant now = T;

    private Optional<TracedPosition> newest(Instant at) {
        RecordedPast.Table table = new RecordedPast.Table() {
            @Override
            public CompletionStage<Optional<TracedPosition>> newest(String courierId, Instant until) {
                return CompletableFuture.completedStage(rows().stream()
                        .filter(row -> !row.position().fixedAt().isAfter(until))
                        .max(TracedPosition.BY_TIME_OF_THE_FIX));
            }

            @Override
            public CompletionStage<Boolean> containsItem(TracedPosition position) {
                return CompletableFuture.completedStage(rows().contains(position));
            }
        };
        return new RecordedPast(table, this::read, Duration.ofDays(30), Clock.fixed(now, ZoneOffset.UTC))
                .newest(ID, journal.size(), at)
                .toCompletableFuture()
                .join();
    }

    private CompletionStage<List<Entry>> read(String persistenceId, long from, long to, int maxEvents) {
        assertThat(persistenceId).isEqualTo(CourierId.persistenceId(ID));
        read++;
        // The journal's pieces are bounded by positions as well.
        return CompletableFuture.completedStage(journal.subList(
                (int) from - 1, (int) Math.min(to, from + Math.min(maxEvents, 700) - 1)));
    }

    private List<TracedPosition> rows() {
        List<TracedPosition> rows = new ArrayList<>();
        for (Entry entry : journal) {
            if (now.isAfter(T.plus(Duration.ofDays(30)))) {
                return rows;
            }
            List<TracedPosition> all = positions(entry);
            if (entry.seqNr() <= tabledUpTo) {
                rows.addAll(all);
            } else if (entry.seqNr() == tabledUpTo + 1) {
                rows.addAll(all.subList(0, Math.min(rowsOfTheNext, all.size())));
            }
        }
        return rows;
    }

    private static List<TracedPosition> positions(Entry entry) {
        List<TracedPosition> all = new ArrayList<>();
        if (entry.event() instanceof PositionsRecorded recorded) {
            for (int i = 0; i < recorded.positions().size(); i++) {
                all.add(new TracedPosition(
                        ID,
                        entry.seqNr(),
                        i,
                        T.toEpochMilli(),
                        recorded.positions().get(i)));
            }
        }
        return all;
    }

    private void record(Position... positions) {
        journal.add(
                new Entry(journal.size() + 1, new PositionsRecorded(T.toEpochMilli(), 0, 0, null, List.of(positions))));
    }

    private static Position at(long second, double lat) {
        return Position.of(T.plusSeconds(second), lat, 0);
    }

    @Test
    void isExactHoweverFarTheTableIsBehind() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            journal.clear();
            int events = 1 + random.nextInt(round < 250 ? 40 : 900);
            for (int i = 0; i < events; i++) {
                if (random.nextInt(4) == 0) {
                    journal.add(new Entry(i + 1, new OutboxDrained(i)));
                } else {
                    Position[] positions = new Position[1 + random.nextInt(3)];
                    for (int j = 0; j < positions.length; j++) {
                        positions[j] = at(random.nextInt(20), random.nextDouble());
                    }
                    record(positions);
                }
            }
            tabledUpTo = random.nextInt(events + 1);
            rowsOfTheNext = random.nextInt(3);
            for (int second = -1; second <= 20; second++) {
                Instant at = T.plusSeconds(second);
                Optional<TracedPosition> expected = journal.stream()
                        .flatMap(entry -> positions(entry).stream())
                        .filter(each -> !each.position().fixedAt().isAfter(at))
                        .max(TracedPosition.BY_TIME_OF_THE_FIX);
                assertThat(newest(at))
                        .as("seed %d, %d events, %d in the table, at %d", seed, events, tabledUpTo, second)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void readsOnlyTheEndOfTheJournalWhenTheTableHasAll() {
        for (int i = 0; i < 5_000; i++) {
            record(at(i, 1));
        }
        tabledUpTo = journal.size();

        assertThat(newest(T.plusSeconds(10)).orElseThrow().seqNr()).isEqualTo(11);
        assertThat(read).isEqualTo(1);
    }

    @Test
    void ratherSaysNothingWhenTheTableLacksTooMuch() {
        for (int i = 0; i < 4_200; i++) {
            record(at(i, 1));
        }
        tabledUpTo = 100;

        assertThatThrownBy(() -> newest(T.plusSeconds(10))).hasCauseInstanceOf(Past.TableBehindException.class);

        tabledUpTo = 105;
        assertThat(newest(T.plusSeconds(10)).orElseThrow().seqNr()).isEqualTo(11);
    }

    @Test
    void whatHasExpiredIsNotWaitedFor() {
        for (int i = 0; i < 20; i++) {
            record(at(i, 1));
        }
        now = T.plus(Duration.ofDays(31));

        assertThat(newest(T.plusSeconds(3))).isEmpty();
    }
}
