package io.rastro.sinks.table;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.fix;
import static io.rastro.sinks.Tracks.traced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.Tracks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PositionTableIT {

    private static SinksStack stack;
    private static PositionTable table;

    @BeforeAll
    static void open() {
        stack = SinksStack.node("table-only", "");
        table = stack.table();
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    private static void insert(List<TracedPosition> positions) throws Exception {
        table.insert(positions).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static HistoryPage<TracedPosition> history(
            String courierId, Instant from, Instant to, int limit, String cursor) throws Exception {
        return table.history(courierId, from, to, limit, cursor)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void saysWhenTheTableIsOfAnotherVersion() throws Exception {
        String settings = "rastro.sinks.table.keyspace = other_version";
        try (SinksStack other = SinksStack.node("table-other", settings);
                SinksStack next = SinksStack.node("table-other", settings)) {
            String keyspace = other.settings.table().keyspace();
            other.table();
            other.session.execute("ALTER TABLE " + keyspace + ".courier_positions DROP reading");
            assertThatExceptionOfType(TableMismatchException.class)
                    .isThrownBy(next::table)
                    .withMessageContaining("the tables in keyspace " + keyspace + " are those of another version");
        }
    }

    /** A node may wait for who creates them. */
    @Test
    void tablesThatAreNotThereYetAreNotOfAnotherVersion() throws Exception {
        String settings = "rastro.sinks.table { keyspace = nobody_made_it, create-schema = false }";
        try (SinksStack early = SinksStack.node("table-early", settings)) {
            assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(early::table);
        }
    }

    @Test
    void givesBackEveryField() throws Exception {
        Position full =
                new Position(NOON.toEpochMilli() + 7, 1.5, -2.5, 3, 4, 5, -6, 77, "order-1", Map.of("app", "x"), true);
        List<TracedPosition> all = List.of(
                new TracedPosition("fields", 9, 0, NOON.toEpochMilli(), full),
                new TracedPosition("fields", 9, 1, NOON.toEpochMilli(), Position.of(NOON.plusSeconds(1), -90, 180)),
                new TracedPosition("fields", 9, 2, NOON.toEpochMilli(), fix(NOON.plusSeconds(2), 1, 2)));
        insert(all);
        insert(all);

        assertThat(history("fields", null, null, 10, null).items()).isEqualTo(all);
    }

    @Test
    void pagesOverYearsWithoutReadingTheDaysBetween() throws Exception {
        List<TracedPosition> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(traced(
                    "years",
                    1 + i,
                    0,
                    NOON.minus(Duration.ofDays(19L * (200 - i / 2))).plusSeconds(i)));
        }
        insert(all);

        List<TracedPosition> read = new ArrayList<>();
        String cursor = null;
        do {
            HistoryPage<TracedPosition> page = history("years", null, null, 7, cursor);
            read.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(read).isEqualTo(all);
        Instant from = all.get(50).position().fixedAt();
        Instant to = all.get(60).position().fixedAt();
        assertThat(history("years", from, to, 100, null).items()).isEqualTo(all.subList(50, 60));
        assertThat(history("years", to, from, 100, null).items()).isEmpty();
        assertThat(history("nobody", null, null, 100, null).items()).isEmpty();
    }

    @Test
    void findsFixesByTimeAndPlace() throws Exception {
        List<Position> fixes = IntStream.range(0, 300)
                .mapToObj(i -> Tracks.fix(NOON.plus(Duration.ofMinutes(10L * i)), -23.5, -46.6 + i * 1e-6))
                .toList();
        List<TracedPosition> everySecond = IntStream.range(0, 300)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> new TracedPosition("fixes", 1 + i, 0, NOON.toEpochMilli(), fixes.get(i)))
                .toList();
        insert(everySecond);

        var found = table.contained("fixes", fixes).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(found.cardinality()).isEqualTo(150);
        assertThat(found.get(0)).isTrue();
        assertThat(found.get(1)).isFalse();
        Position elsewhere = Tracks.fix(NOON, -23.5, -46.7);
        assertThat(table.contained("fixes", List.of(elsewhere))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void knowsWhetherAnEventHasArrived() throws Exception {
        insert(List.of(traced("events", 5, 0, NOON)));

        assertThat(table.containsEvent("events", NOON.toEpochMilli(), 5)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(table.containsEvent("events", NOON.toEpochMilli(), 6)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    private static Set<String> couriersIn(PositionTable in, Instant from, Instant to, TracedPosition where)
            throws Exception {
        return in.couriersIn(List.of(CellSlot.of(where.position()).cell()), from, to, 10)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .orElseThrow();
    }

    /** As those of an earlier version were. */
    @Test
    void tablesWithoutCellsGetThemAndKnowWhoIsWhereFromThenOn() throws Exception {
        String settings = "rastro.sinks.table.keyspace = before_cells";
        TracedPosition before = traced("before", 1, 0, NOON);
        TracedPosition after = traced("after", 1, 0, NOON);
        try (SinksStack old = SinksStack.node("table-before", settings);
                SinksStack next = SinksStack.node("table-before", settings)) {
            old.table().insert(List.of(before)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            Ddl.execute(old.session, "DROP TABLE before_cells.courier_cells");

            PositionTable table = next.table();
            table.insert(List.of(after)).toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(couriersIn(table, NOON, NOON, after)).containsExactly("after");
            assertThat(table.newest("before", NOON).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .contains(before);
        }
    }

    @Test
    void eachCellAndTenMinutesOfAListIsWritten() throws Exception {
        List<TracedPosition> track = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            track.add(new TracedPosition(
                    "cells", 1 + i, 0, NOON.toEpochMilli(), fix(NOON.plusSeconds(i * 250L), -23.5 + i % 7, -46.6)));
        }
        insert(track);
        insert(track);
        for (TracedPosition each : track) {
            Instant at = each.position().fixedAt();
            assertThat(couriersIn(table, at, at, each)).contains("cells");
        }
        Instant earlier = NOON.minus(Duration.ofMinutes(10));
        assertThat(couriersIn(table, earlier, earlier, track.get(0))).doesNotContain("cells");
    }

    private static Optional<TracedPosition> newest(String courierId, Instant at) throws Exception {
        return table.newest(courierId, at).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void findsTheNewestFixThatIsNotAfterAnInstant() throws Exception {
        List<TracedPosition> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(traced("newest", 1 + i, i % 2, NOON.plus(Duration.ofHours(5L * (i / 3)))));
        }
        insert(all);
        for (int hour = -1; hour < 110; hour++) {
            for (int millis = -1; millis <= 1; millis++) {
                Instant at = NOON.plus(Duration.ofHours(hour)).plusMillis(millis);
                assertThat(newest("newest", at))
                        .as(at.toString())
                        .isEqualTo(all.stream()
                                .filter(each -> !each.position().fixedAt().isAfter(at))
                                .max(TracedPosition.BY_TIME_OF_THE_FIX));
            }
        }
        assertThat(newest("newest", NOON.plus(Duration.ofDays(3_000)))).contains(all.get(59));
        assertThat(newest("nobody", NOON)).isEmpty();
    }

    @Test
    void refusesWhatIsNoCursor() {
        assertThatThrownBy(() -> table.history("c", null, null, 1, "nonsense"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.history("c", null, null, 0, null)).hasMessageContaining("limit");
    }
}
