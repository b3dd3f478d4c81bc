package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.entity.TableInquiry;
import io.rastro.sharding.pix.TableProgress.Asked;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TableProgressTest {

    /** The least that is allowed: 16 payments stay, and 64 are as many as may be. */
    private static final PixSettings SETTINGS = PixSettings.from(ConfigFactory.parseString("""
            window-size = 16
            window-max = 64
            ring-size = 4
            group-items = 100
            snapshot-every = 100
            passivate-after = 1 minute
            publish-timeout = 10 s
            lookup-timeout = 50 ms
            max-waiting = 100
            recoveries-at-once = 1
            number-of-shards = 10
            ask-timeout = 1 s
            drain-ask-timeout = 1 s
            signals {
              zone = America/Sao_Paulo
              night-centavos = 100000
              minute-payments = 5
              hour-centavos = 2000000
              day-centavos = 5000000
              times-usual = 3
              usual-hours = 24
              usual-payments = 4
              new-counterparty-centavos = 500000
              small-centavos = 1000
              small-payments = 3
              large-times = 50
              returned-share = 0.25
              returned-least = 3
            }
            """));

    /** Answers what the test says; until then nothing. */
    private static final class FakeArchive implements PixArchive {

        CompletableFuture<List<Told>> rows = new CompletableFuture<>();
        CompletableFuture<Map<PixKind, Long>> upTo = new CompletableFuture<>();
        int asked;

        @Override
        public CompletionStage<List<Told>> lookUp(String accountId, Set<String> ids) {
            assertThat(accountId).isEqualTo("a-1");
            return rows;
        }

        @Override
        public CompletionStage<Map<PixKind, Long>> tabledUpTo(String accountId) {
            assertThat(accountId).isEqualTo("a-1");
            asked++;
            return upTo;
        }
    }

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 17);
    private final FakeArchive archive = new FakeArchive();
    private final TableProgress table = new TableProgress(archive, "a-1", SETTINGS, clock::get);
    private PixAccountState state = PixAccountState.empty(SETTINGS.windowSize(), SETTINGS.signals());
    private int number;

    /** One event, written with what is known of the tables. */
    private void record(PixItem... items) {
        List<Decided> decided = PixPlan.of(state.payments(), List.of(items)).facts();
        assertThat(decided).hasSameSizeAs(items);
        state = state.apply(new PixRecorded(0, 0, table.tabledUpTo(), 0, decided, List.of()));
    }

    /** So many events, each with a payment that was never there. */
    private void receive(int times) {
        for (int i = 0; i < times; i++) {
            record(received(number++, 100));
        }
    }

    /** Asks, and is answered. */
    private void ask(Map<PixKind, Long> upTo) throws Exception {
        Asked asked = Objects.requireNonNull(table.due(state), "nothing is due");
        archive.upTo = CompletableFuture.completedFuture(upTo);
        table.answered(asked, table.ask().toCompletableFuture().get(3, SECONDS));
    }

    // How far

    @Test
    void asksNothingBeforeMoreIsRememberedThanStays() {
        receive(16);
        assertThat(table.due(state)).isNull();
        receive(1);
        assertThat(table.due(state)).isEqualTo(new Asked(17, Map.of(PixKind.RECEBIMENTO, 17L)));
    }

    @Test
    void aKindThatIsBehindKeepsAllBack() throws Exception {
        receive(20);
        record(paid(number++, 5));
        record(returned(3, 1_000, 5, DONE));
        ask(Map.of(PixKind.RECEBIMENTO, 13L, PixKind.PAGAMENTO, 21L, PixKind.ESTORNO, 22L));
        assertThat(table.tabledUpTo()).isEqualTo(13);
    }

    @Test
    void ofSeveralThatAreBehindTheLastOneCounts() throws Exception {
        record(paid(number++, 5));
        receive(20);
        record(paid(number++, 5));
        ask(Map.of(PixKind.RECEBIMENTO, 13L, PixKind.PAGAMENTO, 1L));
        assertThat(table.tabledUpTo()).isEqualTo(1);
    }

    @Test
    void aKindThatIsCompleteAndSilentForLongKeepsNothingBack() throws Exception {
        record(paid(number++, 5));
        receive(20);
        ask(Map.of(PixKind.RECEBIMENTO, 21L, PixKind.PAGAMENTO, 1L));
        assertThat(table.tabledUpTo()).isEqualTo(21);
    }

    @Test
    void aKindOfWhichTheTablesHaveNothingKeepsAllBack() throws Exception {
        record(paid(number++, 5));
        receive(20);
        ask(Map.of(PixKind.RECEBIMENTO, 21L));
        assertThat(table.tabledUpTo()).isZero();
    }

    @Test
    void whatTheTablesHaveMoreThanWasAskedForCountsOnlyWhenItIsAskedForAgain() throws Exception {
        receive(17);
        Asked asked = Objects.requireNonNull(table.due(state));
        table.ask();
        record(paid(number++, 5));
        record(paid(number++, 5));
        table.answered(asked, Map.of(PixKind.RECEBIMENTO, 17L, PixKind.PAGAMENTO, 19L));
        assertThat(table.tabledUpTo()).isEqualTo(17);
    }

    @Test
    void neverGoesBack() throws Exception {
        receive(20);
        ask(Map.of(PixKind.RECEBIMENTO, 20L));
        assertThat(table.tabledUpTo()).isEqualTo(20);
        receive(30);
        clock.addAndGet(TableInquiry.WAIT_NANOS);
        ask(Map.of());
        assertThat(table.tabledUpTo()).isEqualTo(20);
    }

    @Test
    void anAccountThatComesBackGoesOnFromWhatItsJournalSays() throws Exception {
        receive(20);
        ask(Map.of(PixKind.RECEBIMENTO, 12L));
        receive(1);
        TableProgress later = new TableProgress(archive, "a-1", SETTINGS, clock::get);
        assertThat(later.tabledUpTo()).isZero();
        later.recovered(state);
        assertThat(later.tabledUpTo()).isEqualTo(12);
    }

    // When

    @Test
    void asksOneQuestionAtATimeAndOneASecond() {
        receive(17);
        Asked asked = Objects.requireNonNull(table.due(state));
        table.ask();
        clock.addAndGet(60 * TableInquiry.WAIT_NANOS);
        assertThat(table.due(state)).as("while it is under way").isNull();
        table.answered(asked, Map.of());
        clock.addAndGet(TableInquiry.WAIT_NANOS - 1);
        assertThat(table.due(state)).as("a moment later").isNull();
        clock.incrementAndGet();
        assertThat(table.due(state)).isEqualTo(asked);
        assertThat(archive.asked).isEqualTo(1);
    }

    @Test
    void asksAgainAfterTablesThatDidNotAnswer() {
        receive(17);
        Asked asked = Objects.requireNonNull(table.due(state));
        CompletionStage<Map<PixKind, Long>> never = table.ask();
        assertThatThrownBy(() -> never.toCompletableFuture().get(3, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        table.answered(asked, null);
        assertThat(table.tabledUpTo()).isZero();
        clock.addAndGet(TableInquiry.WAIT_NANOS);
        assertThat(table.due(state)).isEqualTo(asked);
    }

    @Test
    void asksNothingWhileMoreCanLeaveWithTheNextEvent() throws Exception {
        receive(20);
        ask(Map.of(PixKind.RECEBIMENTO, 20L));
        clock.addAndGet(TableInquiry.WAIT_NANOS);
        assertThat(table.due(state)).isNull();
        receive(1);
        assertThat(state.payments().size()).isEqualTo(16);
        assertThat(table.due(state)).isNull();
        receive(4);
        assertThat(state.payments().size()).isEqualTo(16);
        receive(1);
        assertThat(table.due(state)).isNull();
    }

    // Full

    @Test
    void isFullWhenItRemembersAsMuchAsItMayAndNothingCanLeave() throws Exception {
        receive(63);
        assertThat(table.isFull(state)).isFalse();
        receive(1);
        assertThat(table.isFull(state)).isTrue();
        ask(Map.of(PixKind.RECEBIMENTO, 1L));
        assertThat(table.isFull(state)).as("one can leave").isFalse();
        receive(1);
        assertThat(state.payments().size()).isEqualTo(64);
        assertThat(table.isFull(state)).isTrue();
    }

    /** One large call fills it over the brim; what leaves with one item is bounded. */
    @Test
    void isNotFullWhileTheTablesHaveAllThatMayLeave() throws Exception {
        PixItem[] many = new PixItem[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = received(number++, 100);
        }
        record(many);
        assertThat(table.isFull(state)).isTrue();
        ask(Map.of(PixKind.RECEBIMENTO, 1L));
        for (int i = 0; i < 40; i++) {
            assertThat(table.isFull(state)).as("after %s", i).isFalse();
            receive(1);
        }
        assertThat(state.payments().size()).isLessThan(64);
    }

    /** What the tables have is of no use when what would leave first was told of since. */
    @Test
    void isFullWhenTheOldestWasToldOfAfterWhatTheTablesHave() throws Exception {
        receive(64);
        for (int i = 0; i < 64; i++) {
            record(returned(i, 1_000 + i, 1, DONE));
        }
        ask(Map.of(PixKind.RECEBIMENTO, 64L, PixKind.ESTORNO, 64L));
        assertThat(table.tabledUpTo()).isEqualTo(64);
        assertThat(table.isFull(state)).isTrue();
        clock.addAndGet(TableInquiry.WAIT_NANOS);
        assertThat(table.due(state)).isNotNull();
    }

    // Ids that left

    @Test
    void looksUpWhatTheTablesHave() throws Exception {
        Set<String> ids = Set.of(e2e(1), e2e(2));
        archive.rows.complete(List.of(new PixArchive.Told(Decided.of(received(1, 100), Verdict.NEW), 7, 0)));
        LookedUp found = table.lookUp(ids).toCompletableFuture().get(3, SECONDS);
        assertThat(found.asked()).isEqualTo(ids);
        assertThat(found.payments()).containsOnlyKeys(e2e(1));
    }

    @Test
    void aLookUpOfNothingIsNotMade() {
        assertThat(table.lookUp(Set.of())).isCompletedWithValue(LookedUp.NOTHING);
    }

    @Test
    void aLookUpThatIsNeverAnsweredFailsAndSparesTheNextOnes() {
        CompletionStage<LookedUp> never = table.lookUp(Set.of(e2e(1)));
        assertThatThrownBy(() -> never.toCompletableFuture().get(3, SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
        table.lookedUp(false);
        assertThat(table.isAway()).isTrue();
        clock.addAndGet(TableInquiry.WAIT_NANOS);
        assertThat(table.isAway()).isFalse();
    }
}
