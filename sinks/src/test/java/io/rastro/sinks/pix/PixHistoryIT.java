package io.rastro.sinks.pix;

import static io.rastro.sinks.pix.PixEvents.NOON;
import static io.rastro.sinks.pix.PixEvents.endToEndId;
import static io.rastro.sinks.pix.PixEvents.estorno;
import static io.rastro.sinks.pix.PixEvents.event;
import static io.rastro.sinks.pix.PixEvents.payment;
import static io.rastro.sinks.pix.PixEvents.rtrId;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.table.HistoryPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixHistoryIT {

    private static final Comparator<TracedPix> IN_ORDER = Comparator.comparingLong(
                    (TracedPix traced) -> traced.decided().item().occurredAtMillis())
            .thenComparingLong(TracedPix::seqNr)
            .thenComparingInt(TracedPix::index);

    private static SinksStack stack;
    private static PixTable table;

    @BeforeAll
    static void open() {
        stack = SinksStack.node("pix-history", "rastro.sinks.table.keyspace = pix_history");
        table = stack.pix();
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    private static void insert(List<TracedPix> items) throws Exception {
        table.insert(items).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static HistoryPage<TracedPix> page(
            String accountId, Instant from, Instant to, PixKind kind, String cursor, int limit) throws Exception {
        return table.read(accountId, from, to, kind, cursor, limit)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static List<TracedPix> pages(String accountId, Instant from, Instant to, PixKind kind, int limit)
            throws Exception {
        List<TracedPix> read = new ArrayList<>();
        String cursor = null;
        do {
            HistoryPage<TracedPix> page = page(accountId, from, to, kind, cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.nextCursor() != null && page.items().isEmpty()).isFalse();
            read.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return read;
    }

    /** Items around the turn of a year, several at one time, in any order. */
    private static List<TracedPix> aroundNewYear(String accountId, Random random) {
        Instant newYear = Instant.parse("2027-01-01T00:00:00Z");
        List<TracedPix> all = new ArrayList<>();
        for (int seqNr = 1; seqNr <= 60; seqNr++) {
            List<Decided> items = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Instant at =
                        switch (random.nextInt(3)) {
                            case 0 -> newYear.plusMillis(random.nextInt(5) - 2);
                            case 1 -> newYear.plusSeconds(random.nextInt(40_000) - 20_000);
                            default -> newYear.plus(Duration.ofHours(random.nextInt(2_000) - 1_990));
                        };
                PixKind kind = PixKind.values()[random.nextInt(3)];
                int number = seqNr * 10 + i;
                items.add(Decided.of(
                        kind == PixKind.ESTORNO
                                ? estorno(endToEndId(number), rtrId(number), at, "DEVOLVIDO")
                                : payment(kind, endToEndId(number), at),
                        Verdict.NEW));
            }
            all.addAll(event(accountId, seqNr, newYear, items));
        }
        return all;
    }

    @Test
    void readsAnyRangeOfAnyKindInPagesOfAnySize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String account = "any-" + seed;
        List<TracedPix> all = aroundNewYear(account, random);
        insert(all);
        all.sort(IN_ORDER);

        for (int i = 0; i < 40; i++) {
            Instant from = random.nextInt(4) == 0 ? null : at(all, random);
            Instant to = random.nextInt(4) == 0 ? null : at(all, random);
            PixKind kind = random.nextBoolean() ? null : PixKind.values()[random.nextInt(3)];
            int limit = 1 + random.nextInt(i % 2 == 0 ? 400 : 20);
            assertThat(pages(account, from, to, kind, limit))
                    .as("seed %d from %s to %s kind %s limit %d", seed, from, to, kind, limit)
                    .isEqualTo(all.stream()
                            .filter(traced ->
                                    from == null || !occurredAt(traced).isBefore(from))
                            .filter(traced -> to == null || occurredAt(traced).isBefore(to))
                            .filter(traced ->
                                    kind == null || traced.decided().item().kind() == kind)
                            .toList());
        }
    }

    private static Instant at(List<TracedPix> all, Random random) {
        return occurredAt(all.get(random.nextInt(all.size()))).plusMillis(random.nextInt(3) - 1);
    }

    private static Instant occurredAt(TracedPix traced) {
        return traced.decided().item().occurredAt();
    }

    /** One that asks for another range with the cursor of the one before it. */
    @Test
    void aCursorFromBeforeTheRangeDoesNotWidenIt() throws Exception {
        List<TracedPix> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(event(
                    "range",
                    1 + i,
                    Decided.of(payment(PixKind.PAGAMENTO, endToEndId(i), NOON.plusSeconds(i)), Verdict.NEW)));
        }
        insert(all);
        String cursor = page("range", null, null, null, null, 1).nextCursor();

        assertThat(page("range", NOON.plusSeconds(4), null, null, cursor, 10).items())
                .isEqualTo(all.subList(4, 6));
        assertThat(page("range", null, NOON.plusSeconds(2), null, cursor, 10).items())
                .isEqualTo(all.subList(1, 2));
        assertThat(page("range", null, NOON, null, cursor, 10).items()).isEmpty();
        assertThat(page("nobody", null, null, null, cursor, 10).items()).isEmpty();
    }

    /** Each at the time of its receipt, and with the time that was said. */
    @Test
    void whatCannotHaveHappenedThenIsListedByItsReceipt() throws Exception {
        List<Decided> items = new ArrayList<>();
        List<String> said = List.of(
                "1970-01-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "0001-01-01T00:00:00Z",
                "2026-11-21T12:00:00.500Z");
        for (int i = 0; i < said.size(); i++) {
            items.add(Decided.of(payment(PixKind.RECEBIMENTO, endToEndId(i), Instant.parse(said.get(i))), Verdict.NEW));
        }
        List<TracedPix> all = event("hostile", 1, NOON.plusSeconds(1), items);
        insert(all);

        assertThat(pages("hostile", null, null, null, 2))
                .containsExactly(all.get(4), all.get(0), all.get(1), all.get(2), all.get(3));
        assertThat(pages("hostile", NOON.plusSeconds(1), NOON.plusSeconds(2), PixKind.RECEBIMENTO, 2))
                .isEqualTo(all.subList(0, 4));
        assertThat(stack.session
                        .execute("SELECT hour FROM pix_history.pix_hours WHERE account_id = 'hostile'"
                                + " AND kind = 'recebimento'")
                        .all())
                .hasSize(1);
    }
}
