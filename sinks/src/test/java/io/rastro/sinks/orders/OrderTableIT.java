package io.rastro.sinks.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.SinksStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrderTableIT {

    private static final String SETTINGS =
            "rastro.sinks.table { keyspace = orders_only, time-to-live = 7 days, batch-rows = 50 }";

    private static SinksStack stack;
    private static OrderTable table;

    @BeforeAll
    static void open() {
        stack = SinksStack.node("orders-only", SETTINGS);
        table = stack.orders();
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    private static void insert(List<TracedOrderChange> changes) throws Exception {
        table.insert(changes).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static List<TracedOrderChange> read(String orderId) throws Exception {
        return table.read(orderId).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static TracedOrderChange change(String orderId, int number) {
        OrderChange change = OrderChange.values()[number % OrderChange.values().length];
        return new TracedOrderChange(
                "c-" + number % 2,
                100 + number / 3,
                number % 3,
                orderId,
                change,
                number % 3 > 0,
                1_000L + number,
                500L + number);
    }

    @Test
    void givesBackWhatItWasGivenInTheOrderOfReceipt() throws Exception {
        List<TracedOrderChange> changes =
                IntStream.range(0, 120).mapToObj(i -> change("o-1", i)).toList();
        List<TracedOrderChange> shuffled = new ArrayList<>(changes);
        Collections.shuffle(shuffled, new java.util.Random(7));

        insert(shuffled);
        insert(changes.subList(3, 4));

        assertThat(read("o-1")).isEqualTo(changes);
        assertThat(read("o-2")).isEmpty();
    }

    /** Of one millisecond: by courier, event and place, so that everybody reads the same order. */
    @Test
    void keepsApartWhatCameAtTheSameTime() throws Exception {
        List<TracedOrderChange> changes = List.of(
                new TracedOrderChange("a", 2, 0, "o-same", OrderChange.PICKED_UP, false, 5, 5),
                new TracedOrderChange("a", 10, 1, "o-same", OrderChange.RELEASED, false, 5, 5),
                new TracedOrderChange("a", 10, 2, "o-same", OrderChange.PICKED_UP, true, 5, 4),
                new TracedOrderChange("b", 1, 0, "o-same", OrderChange.DELIVERED, false, 5, 5));

        insert(changes);

        assertThat(read("o-same")).isEqualTo(changes);
    }

    /** However often it is said, what is held is who carried it after whom, and the delivery. */
    @Test
    void ofWhatIsSaidAgainTheFirstIsThere() throws Exception {
        List<TracedOrderChange> changes = IntStream.range(0, 4_000)
                .mapToObj(i -> new TracedOrderChange(
                        "c-1",
                        1 + i,
                        0,
                        "o-again",
                        i == 1_500 ? OrderChange.DELIVERED : OrderChange.PICKED_UP,
                        false,
                        1_000L + i,
                        1_000L + i))
                .toList();

        insert(changes);

        assertThat(read("o-again")).containsExactly(changes.get(0), changes.get(1_500), changes.get(1_501));
    }

    @Test
    void readsTheNewestOfVeryMany() throws Exception {
        List<TracedOrderChange> changes = IntStream.range(0, OrderTable.MOST_READ + 30)
                .mapToObj(i -> change("o-many", i))
                .toList();

        insert(changes);

        assertThat(read("o-many")).isEqualTo(changes.subList(30, changes.size()));
    }

    @Test
    void leavesOutWhatALaterVersionWrote() throws Exception {
        insert(List.of(change("o-later", 1)));
        stack.session.execute("INSERT INTO orders_only.order_changes"
                + " (order_id, received_at, courier_id, seq, position_index, change, named, at)"
                + " VALUES ('o-later', 2000, 'c-1', 7, 0, 'teleported', false, 2000)");
        insert(List.of(change("o-later", 2_000)));

        assertThat(read("o-later")).containsExactly(change("o-later", 1), change("o-later", 2_000));
    }

    @Test
    void rowsExpireAsThoseOfThePositionsDo() {
        assertThat(stack.session
                        .execute("SELECT default_time_to_live FROM system_schema.tables"
                                + " WHERE keyspace_name = 'orders_only' AND table_name = 'order_changes'")
                        .one()
                        .getInt(0))
                .isEqualTo(7 * 86_400);
    }

    /** A node may wait for who creates it. */
    @Test
    void isNotCreatedWhereSomebodyElseOwnsTheSchema() throws Exception {
        String settings = "rastro.sinks.table { keyspace = nobody_made_orders, create-schema = false }";
        try (SinksStack early = SinksStack.node("orders-early", settings)) {
            assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(early::orders);
        }
    }
}
