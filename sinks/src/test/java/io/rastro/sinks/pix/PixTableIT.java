package io.rastro.sinks.pix;

import static io.rastro.sinks.pix.PixEvents.NOON;
import static io.rastro.sinks.pix.PixEvents.endToEndId;
import static io.rastro.sinks.pix.PixEvents.estorno;
import static io.rastro.sinks.pix.PixEvents.event;
import static io.rastro.sinks.pix.PixEvents.payment;
import static io.rastro.sinks.pix.PixEvents.rtrId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.table.TableMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixTableIT {

    private static SinksStack stack;
    private static PixTable table;

    @BeforeAll
    static void open() {
        stack = SinksStack.node("pix-only", "rastro.sinks.table.keyspace = pix_only");
        table = stack.pix();
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    private static void insert(List<TracedPix> items) throws Exception {
        table.insert(items).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static List<TracedPix> lookUp(String accountId, String... ids) throws Exception {
        return table.lookUp(accountId, Set.of(ids)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Map<PixKind, Long> tabledUpTo(String accountId) throws Exception {
        return table.tabledUpTo(accountId).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static List<TracedPix> history(String accountId) throws Exception {
        return table.read(accountId, null, null, null, null, 10_000)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .items();
    }

    private static Decided received(int number) {
        return Decided.of(payment(PixKind.RECEBIMENTO, endToEndId(number), NOON), Verdict.NEW);
    }

    private static Decided returned(int payment, int number, Verdict verdict) {
        return Decided.of(estorno(endToEndId(payment), rtrId(number), NOON, "DEVOLVIDO"), verdict);
    }

    private static Decided violating(int payment, int number) {
        return Decided.broken(
                estorno(endToEndId(payment), rtrId(number), NOON, "DEVOLVIDO"), Rule.ABOVE_ORIGINAL, false);
    }

    // Rows

    @Test
    void givesBackEveryField() throws Exception {
        PixItem full = new PixItem(
                PixKind.ESTORNO,
                endToEndId(1),
                rtrId(1),
                "dev1",
                999_999_999_999L,
                NOON.toEpochMilli() + 7,
                NOON.toEpochMilli() - 77,
                "txid1",
                new Party("k1.chave", "***.456.789-**"),
                new Party("k1.counterparty", "a***@b"),
                "INVENTED_2",
                "MED_FRAUDE",
                Set.of(PixItem.Flag.COMPONENTS, PixItem.Flag.ID_MINUTE));
        List<TracedPix> all = event(
                "a.b:c@d/e+f-g",
                3,
                Decided.of(full, Verdict.ADVANCES),
                new Decided(
                        payment(PixKind.PAGAMENTO, endToEndId(1), NOON.plusMillis(8)),
                        Verdict.NEW,
                        null,
                        List.of(rtrId(1), rtrId(2)),
                        List.of(
                                new Decided.Refused(rtrId(4), Rule.TOO_LATE),
                                new Decided.Refused(rtrId(3), Rule.ABOVE_ORIGINAL)),
                        null),
                Decided.broken(full, Rule.DEVOLUCAO_REUSED, false),
                received(2));
        insert(all);
        insert(all);

        String account = "a.b:c@d/e+f-g";
        assertThat(lookUp(account, endToEndId(1), endToEndId(2))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(history(account)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(all.stream().map(TracedPix::last)).contains(true, false);
    }

    /** As the contract has it. */
    @Test
    void namesEachRowByItsMonthAndEvent() throws Exception {
        insert(event("named", 5, received(1), received(2)));

        List<Row> rows = stack.session
                .execute("SELECT event_id, month, hour FROM pix_only.pix_events WHERE account_id = 'named'"
                        + " AND month = '2026-11' ALLOW FILTERING")
                .all();
        assertThat(rows)
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("pix~named~5~0", "pix~named~5~1");
        assertThat(rows).allSatisfy(row -> assertThat(row.getInstant(2)).isEqualTo(NOON));
    }

    @Test
    void saysWhenTheTablesAreOfAnotherVersion() throws Exception {
        String settings = "rastro.sinks.table.keyspace = pix_other_version";
        try (SinksStack other = SinksStack.node("pix-other", settings);
                SinksStack next = SinksStack.node("pix-other", settings)) {
            other.pix();
            Ddl.execute(other.session, "ALTER TABLE pix_other_version.pix_payments DROP joined");
            assertThatExceptionOfType(TableMismatchException.class)
                    .isThrownBy(next::pix)
                    .withMessageContaining("the tables in keyspace pix_other_version are those of another version");
        }
    }

    @Test
    void tablesThatAreNotThereYetAreNotOfAnotherVersion() throws Exception {
        String settings = "rastro.sinks.table { keyspace = no_pix_yet, create-schema = false }";
        try (SinksStack early = SinksStack.node("pix-early", settings)) {
            assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(early::pix);
        }
    }

    // Looking up

    @Test
    void findsAllOfAPaymentByItsIdAndByThoseOfItsReturns() throws Exception {
        List<TracedPix> first = event("found", 1, received(1), received(2), returned(1, 11, Verdict.NEW));
        List<TracedPix> second = event("found", 2, returned(1, 12, Verdict.NEW), returned(1, 11, Verdict.ADVANCES));
        insert(first);
        insert(second);
        insert(event("another", 1, received(1)));
        List<TracedPix> ofOne = List.of(first.get(0), first.get(2), second.get(0), second.get(1));

        assertThat(lookUp("found", endToEndId(1))).containsExactlyInAnyOrderElementsOf(ofOne);
        assertThat(lookUp("found", rtrId(12))).containsExactlyInAnyOrderElementsOf(ofOne);
        assertThat(lookUp("found", rtrId(12), endToEndId(1), rtrId(11), rtrId(99), endToEndId(2)))
                .hasSize(5)
                .contains(first.get(1));
        assertThat(lookUp("found", rtrId(99), endToEndId(3))).isEmpty();
        assertThat(lookUp("nobody", endToEndId(1), rtrId(11))).isEmpty();
        assertThat(lookUp("found")).isEmpty();
    }

    /** It belongs to the payment that it was first told of, whatever is said of it later, and in which order that is written. */
    @Test
    void aReturnThatWasReportedOfAnotherPaymentIsFoundByItsOwn() throws Exception {
        List<TracedPix> own = event("reused", 1, received(1), returned(1, 11, Verdict.NEW));
        List<TracedPix> reused = event("reused", 2, violating(2, 11));
        insert(own);
        insert(reused);

        assertThat(lookUp("reused", rtrId(11))).containsExactlyInAnyOrderElementsOf(own);
        assertThat(lookUp("reused", endToEndId(2))).isEqualTo(reused);
    }

    @Test
    void aReturnThatWaitedInVainIsFoundWithBothPayments() throws Exception {
        List<TracedPix> waited = event("vain", 1, returned(1, 11, Verdict.WAITING));
        List<TracedPix> next = event("vain", 2, received(2), returned(2, 11, Verdict.NEW));
        insert(next);
        insert(waited);

        assertThat(lookUp("vain", rtrId(11))).hasSize(3).containsAll(waited).containsAll(next);
    }

    @Test
    void readsAThousandReturnsOfOnePayment() throws Exception {
        List<TracedPix> all = new ArrayList<>();
        String[] statuses = {"EM_PROCESSAMENTO", "LIQUIDANDO", "DEVOLVIDO"};
        for (int status = 0; status < statuses.length; status++) {
            List<Decided> items = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                items.add(Decided.of(
                        estorno(endToEndId(1), rtrId(i), NOON, statuses[status]),
                        status == 0 ? Verdict.WAITING : Verdict.ADVANCES));
            }
            all.addAll(event("thousand", 1 + status, NOON, items));
        }
        List<String> joined =
                IntStream.range(0, 1_000).mapToObj(PixEvents::rtrId).toList();
        all.addAll(event(
                "thousand",
                4,
                new Decided(
                        payment(PixKind.RECEBIMENTO, endToEndId(1), NOON),
                        Verdict.NEW,
                        null,
                        joined,
                        List.of(),
                        null)));
        insert(all);

        assertThat(lookUp("thousand", endToEndId(1))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(lookUp("thousand", rtrId(777))).hasSize(3_001);
        assertThat(lookUp("thousand", joined.toArray(String[]::new))).hasSize(3_001);
        assertThat(tabledUpTo("thousand")).isEqualTo(Map.of(PixKind.ESTORNO, 3L, PixKind.RECEBIMENTO, 4L));
    }

    /** Many that waited for many returns, in one list: no statement is larger than the server takes. */
    @Test
    void writesManyLargeItemsTogether() throws Exception {
        List<String> joined =
                IntStream.range(0, 1_000).mapToObj(PixEvents::rtrId).toList();
        List<Decided> items = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            items.add(new Decided(
                    payment(PixKind.RECEBIMENTO, endToEndId(i), NOON), Verdict.NEW, null, joined, List.of(), null));
        }
        try (SinksStack large =
                SinksStack.node("pix-large", "rastro.sinks.table { keyspace = pix_only, batch-rows = 500 }")) {
            large.pix()
                    .insert(event("large", 1, NOON, items))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }

        assertThat(tabledUpTo("large")).containsOnlyKeys(PixKind.RECEBIMENTO);
    }

    @Test
    void ofViolationsTheNewestAreRead() throws Exception {
        List<TracedPix> all = new ArrayList<>(event("violated", 1, received(1), returned(1, 11, Verdict.NEW)));
        for (int seqNr = 2; seqNr <= FindPix.MOST_VIOLATIONS + 31; seqNr++) {
            all.addAll(event("violated", seqNr, violating(1, seqNr + 100)));
        }
        all.addAll(event("violated", 500, returned(1, 11, Verdict.COMPLETES)));
        insert(all);

        List<TracedPix> expected = new ArrayList<>(all.subList(0, 2));
        expected.addAll(all.subList(all.size() - 1 - FindPix.MOST_VIOLATIONS, all.size()));
        assertThat(lookUp("violated", endToEndId(1))).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Half of what is known would be taken for all of it. */
    @Test
    void refusesToReadAPartOfWhatCounts() throws Exception {
        for (int seqNr = 1; seqNr <= 2; seqNr++) {
            List<Decided> items = new ArrayList<>();
            for (int i = 0; i < FindPix.MOST_ROWS_OF_ONE / 2; i++) {
                items.add(returned(1, i, Verdict.COMPLETES));
            }
            insert(event("too-much", seqNr, NOON, items));
        }
        assertThat(lookUp("too-much", endToEndId(1))).hasSize(FindPix.MOST_ROWS_OF_ONE);

        insert(event("too-much", 3, received(1)));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> lookUp("too-much", endToEndId(1), endToEndId(2)))
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("more of these payments than is read at once")
                .withMessageNotContaining(endToEndId(1));
    }

    // Progress

    /** Whatever is cut where, read again, or fails in the middle: what is counted is there. */
    @Test
    void countsNothingThatIsNotThere() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String account = "progress-" + seed;
        List<TracedPix> journal = PixEvents.journal(account, 60, random);
        List<List<TracedPix>> topics = new ArrayList<>();
        for (PixKind kind : PixKind.values()) {
            topics.add(journal.stream()
                    .filter(traced -> traced.decided().item().kind() == kind)
                    .toList());
        }
        int[] positions = new int[topics.size()];
        Map<PixKind, Long> before = Map.of();
        for (int step = 0; step < 80; step++) {
            List<TracedPix> chunk = new ArrayList<>();
            int[] next = positions.clone();
            for (int topic = 0; topic < topics.size(); topic++) {
                next[topic] = Math.min(topics.get(topic).size(), positions[topic] + random.nextInt(5));
                chunk.addAll(topics.get(topic).subList(positions[topic], next[topic]));
            }
            switch (random.nextInt(4)) {
                case 0 -> failAfter(chunk, topics, next);
                case 1 -> {
                    insert(chunk);
                    int again = random.nextInt(topics.size());
                    next[again] = Math.max(0, next[again] - random.nextInt(12));
                    positions = next;
                }
                default -> {
                    insert(chunk);
                    positions = next;
                }
            }
            Map<PixKind, Long> now = tabledUpTo(account);
            assertThat(journal.stream()
                            .filter(traced -> traced.seqNr()
                                    <= now.getOrDefault(traced.decided().item().kind(), 0L)))
                    .as("seed " + seed)
                    .allMatch(traced -> isThere(traced));
            before.forEach((kind, seqNr) ->
                    assertThat(now.get(kind)).as("seed " + seed).isGreaterThanOrEqualTo(seqNr));
            before = now;
        }
        for (int topic = 0; topic < topics.size(); topic++) {
            insert(topics.get(topic).subList(positions[topic], topics.get(topic).size()));
            List<TracedPix> all = topics.get(topic);
            assertThat(tabledUpTo(account))
                    .as("seed " + seed)
                    .containsEntry(
                            PixKind.values()[topic], all.get(all.size() - 1).seqNr());
        }
    }

    /** The chunk with what comes next, of which the server refuses a row. */
    private static void failAfter(List<TracedPix> chunk, List<List<TracedPix>> topics, int[] next) {
        List<TracedPix> refused = new ArrayList<>(chunk);
        for (int topic = 0; topic < topics.size(); topic++) {
            if (next[topic] < topics.get(topic).size()) {
                TracedPix traced = topics.get(topic).get(next[topic]);
                PixItem item = traced.decided().item();
                Decided tooLong = Decided.of(
                        item.kind() == PixKind.ESTORNO
                                ? estorno("E".repeat(70_000), item.id(), NOON, "DEVOLVIDO")
                                : payment(item.kind(), "E".repeat(70_000), NOON),
                        Verdict.NEW);
                refused.add(new TracedPix(
                        traced.accountId(),
                        traced.seqNr(),
                        traced.index(),
                        traced.receivedAtMillis(),
                        tooLong,
                        traced.last()));
            }
        }
        if (refused.size() > chunk.size()) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> insert(refused))
                    .withCauseInstanceOf(InvalidQueryException.class);
        }
    }

    private static boolean isThere(TracedPix traced) {
        try {
            PixItem item = traced.decided().item();
            return lookUp(traced.accountId(), item.id()).contains(traced);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void doesNotCountAnEventBeforeItsLastItem() throws Exception {
        List<TracedPix> event = event("partly", 7, received(1), received(2), returned(1, 11, Verdict.NEW), received(3));

        insert(event.subList(0, 2));
        assertThat(tabledUpTo("partly")).isEmpty();
        insert(event.subList(2, 3));
        assertThat(tabledUpTo("partly")).isEqualTo(Map.of(PixKind.ESTORNO, 7L));
        insert(event.subList(3, 4));
        assertThat(tabledUpTo("partly")).isEqualTo(Map.of(PixKind.ESTORNO, 7L, PixKind.RECEBIMENTO, 7L));
    }

    // History

    @Test
    void refusesWhatIsNoCursorOrLimit() {
        assertThatThrownBy(() -> table.read("a", null, null, null, "nonsense", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor");
        assertThatThrownBy(() -> table.read("a", null, null, PixKind.ESTORNO, null, 0))
                .hasMessageContaining("limit");
        assertThatThrownBy(() -> table.read("a", null, null, null, null, 10_001))
                .hasMessageContaining("limit");
    }
}
