package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.ASKED;
import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.FAILED;
import static io.rastro.sharding.pix.Items.at;
import static io.rastro.sharding.pix.Items.decided;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.known;
import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static io.rastro.sharding.pix.Items.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixPlanTest {

    private static final Payments NOTHING = Payments.empty(100);

    // A payment

    @Test
    void aPaymentIsNewOnceWhateverElseIsToldOfIt() {
        assertThat(decided(NOTHING, received(1, 500)).verdict()).isEqualTo(Verdict.NEW);
        PixItem later = Items.payment(received(1, 500).kind(), e2e(1), 500, at(700));
        assertThat(decided(told(received(1, 500)), later).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anEndToEndIdOfAnotherKindOrValorIsReused() {
        Payments state = told(received(1, 500));
        assertViolates(state, received(1, 501), "id-reused");
        assertViolates(state, paid(1, 500), "id-reused");
    }

    // A return

    @Test
    void aReturnOfAKnownPaymentIsNewAndMovesForward() {
        Payments state = told(received(1, 500));
        assertThat(decided(state, returned(1, 1, 200, ASKED)).verdict()).isEqualTo(Verdict.NEW);
        Payments asked = told(received(1, 500), returned(1, 1, 200, ASKED));
        assertThat(decided(asked, returned(1, 1, 200, ASKED)).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(decided(asked, returned(1, 1, 200, DONE)).verdict()).isEqualTo(Verdict.ADVANCES);
        assertThat(decided(asked, returned(1, 1, 200, FAILED)).verdict()).isEqualTo(Verdict.ADVANCES);
    }

    @ParameterizedTest
    @CsvSource({
        "EM_PROCESSAMENTO, AGENDADO, ADVANCES",
        "AGENDADO, EM_PROCESSAMENTO, DUPLICATE",
        "AGENDADO, DEVOLVIDO, ADVANCES",
        "DEVOLVIDO, AGENDADO, DUPLICATE",
        "DEVOLVIDO, EM_PROCESSAMENTO, DUPLICATE",
        "NAO_REALIZADO, EM_PROCESSAMENTO, DUPLICATE",
        "NAO_REALIZADO, AGENDADO, DUPLICATE",
        "AGENDADO, BLOQUEADO, ADVANCES",
        "BLOQUEADO, AGENDADO, DUPLICATE",
        "DEVOLVIDO, NAO_REALIZADO, VIOLATION",
        "NAO_REALIZADO, DEVOLVIDO, VIOLATION",
    })
    void aStatusMovesForwardOnly(String before, String next, Verdict verdict) {
        Payments state = told(received(1, 500), returned(1, 1, 200, before));
        Decided decided = decided(state, returned(1, 1, 200, next));
        assertThat(decided.verdict()).isEqualTo(verdict);
        String after = status(state.apply(List.of(decided), 9, 0, Items.RECEIVED));
        assertThat(after).isEqualTo(verdict == Verdict.ADVANCES ? next : before);
        assertThat(decided.rule()).isEqualTo(verdict == Verdict.VIOLATION ? Rule.STATUS_CONFLICT : null);
    }

    @Test
    void ofTwoStatusesThatThePixApiDoesNotNameTheLaterIsFurther() {
        PixItem late = returned(e2e(1), rtr(1), null, 200, "AGENDADO", at(99));
        assertThat(decided(told(received(1, 500), returned(1, 1, 200, "BLOQUEADO")), late)
                        .verdict())
                .isEqualTo(Verdict.ADVANCES);
    }

    @Test
    void anRtrIdWithAnotherPaymentOrValorIsReused() {
        Payments state = told(received(1, 500), received(2, 500), returned(1, 1, 200, ASKED));
        assertViolates(state, returned(1, 1, 199, ASKED), "id-reused");
        assertViolates(state, returned(2, 1, 200, ASKED), "id-reused");
        assertViolates(state, returned(3, 1, 200, ASKED), "id-reused");
    }

    @Test
    void aDevolucaoIdOfThePaymentWithAnotherRtrIdIsReused() {
        Payments state = told(received(1, 500), received(2, 500), returned(1, 1, 200, ASKED));
        assertViolates(state, returned(e2e(1), rtr(2), "dev1", 200, ASKED, at(60)), "id-reused");
        assertViolates(state, returned(e2e(1), rtr(1), "dev2", 200, DONE, at(60)), "id-reused");
        PixItem ofAnother = returned(e2e(2), rtr(2), "dev1", 200, ASKED, at(60));
        assertThat(decided(state, ofAnother).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void aDevolucaoIdThatIsToldLaterIsLearntUnlessAnotherReturnHasIt() {
        PixItem bare = returned(e2e(1), rtr(2), null, 100, DONE, at(60));
        Payments state = told(received(1, 500), returned(1, 1, 200, ASKED), bare);
        assertThat(decided(state, returned(1, 2, 100, ASKED)).verdict())
                .as("also of a status that is behind")
                .isEqualTo(Verdict.COMPLETES);
        Decided learns = decided(state, returned(1, 2, 100, DONE));
        assertThat(learns.verdict()).isEqualTo(Verdict.COMPLETES);
        assertThat(learns.happened()).as("the money has moved before").isFalse();
        Payments after = state.apply(List.of(learns), 9, 0, Items.RECEIVED);
        assertThat(known(after, 1).devolucao("dev2")).map(Return::rtrId).contains(rtr(2));
        assertThat(decided(after, bare).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertViolates(state, returned(e2e(1), rtr(2), "dev1", 100, DONE, at(60)), "id-reused");
    }

    @Test
    void returnsNeverExceedThePayment() {
        Payments state = told(received(1, 500), returned(1, 1, 300, "AGENDADO"), returned(1, 2, 100, DONE));
        assertThat(known(state, 1).counted()).isEqualTo(400);
        assertViolates(state, returned(1, 3, 101, ASKED), "above-original");
        assertThat(decided(state, returned(1, 3, 100, ASKED)).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void whatDoesNotComeToAReturnIsGivenBack() {
        Payments state = told(received(1, 500), returned(1, 1, 300, ASKED), returned(1, 1, 300, FAILED));
        assertThat(known(state, 1).counted()).isZero();
        assertThat(decided(state, returned(1, 2, 500, ASKED)).verdict()).isEqualTo(Verdict.NEW);
        assertThat(decided(state, returned(1, 2, 900, FAILED)).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void aReturnMayComeNinetyDaysLaterToTheMillisecond() {
        Payments state = told(received(1, 500));
        Instant last = at(1).plus(Duration.ofDays(90));
        PixItem inTime = returned(e2e(1), rtr(1), null, 100, DONE, last);
        assertThat(decided(state, inTime).verdict()).isEqualTo(Verdict.NEW);
        assertViolates(state, returned(e2e(1), rtr(1), null, 100, DONE, last.plusMillis(1)), "too-late");
    }

    @Test
    void aReturnThatWasAskedForInTimeMayBeSettledLater() {
        Payments state = told(received(1, 500), returned(1, 1, 100, ASKED));
        PixItem settled = returned(e2e(1), rtr(1), "dev1", 100, DONE, at(1).plus(Duration.ofDays(91)));
        assertThat(decided(state, settled).verdict()).isEqualTo(Verdict.ADVANCES);
    }

    @Test
    void aReturnThatIsFirstToldOfWhenItIsSettledWasAskedForWhenThatSays() {
        Payments state = told(received(1, 500));
        Instant asked = at(1).plus(Duration.ofDays(89));
        Instant settled = at(1).plus(Duration.ofDays(91));
        assertThat(decided(state, settledLater(asked, settled)).verdict()).isEqualTo(Verdict.NEW);
        assertViolates(state, settledLater(asked.plus(Duration.ofDays(2)), settled), "too-late");
    }

    /** Which of two waiting returns is the earlier one does not depend on which of their reports came first. */
    @Test
    void whatWaitsJoinsByTheEarliestTimeThatWasToldOfIt() {
        PixItem asked = returned(e2e(1), rtr(1), null, 300, ASKED, at(2));
        PixItem done = returned(e2e(1), rtr(1), null, 300, DONE, at(10));
        PixItem other = returned(e2e(1), rtr(2), null, 300, DONE, at(5));
        for (List<PixItem> order :
                List.of(List.of(asked, done, other), List.of(done, asked, other), List.of(other, done, asked))) {
            Decided joined = decided(told(order.toArray(PixItem[]::new)), received(1, 500));
            assertThat(joined.joined()).containsExactly(rtr(1));
            assertThat(joined.refused()).extracting(Refused::rtrId).containsExactly(rtr(2));
        }
    }

    private static PixItem settledLater(Instant asked, Instant settled) {
        return new PixItem(
                PixKind.ESTORNO,
                e2e(1),
                rtr(1),
                null,
                100,
                settled.toEpochMilli(),
                asked.toEpochMilli(),
                null,
                null,
                null,
                DONE,
                null,
                Set.of());
    }

    @Test
    void timesAtTheEndsOfTheWorldAreJudged() {
        PixItem last = Items.payment(received(1, 500).kind(), e2e(1), 500, Instant.ofEpochMilli(Long.MAX_VALUE));
        PixItem first = Items.payment(received(2, 500).kind(), e2e(2), 500, Instant.ofEpochMilli(Long.MIN_VALUE));
        Payments state = told(last, first);
        assertThat(decided(state, returned(1, 1, 100, DONE)).verdict()).isEqualTo(Verdict.NEW);
        assertViolates(state, returned(2, 1, 100, DONE), "too-late");
    }

    @Test
    void aPaymentKeepsABoundedNumberOfReturns() {
        Payments state = told(received(1, 5_000));
        for (int i = 0; i < Payment.MAX_RETURNS; i++) {
            state = state.apply(
                    PixPlan.of(state, List.of(returned(1, i, 1, ASKED))).facts(), i + 2, 0, Items.RECEIVED);
        }
        assertViolates(state, returned(1, Payment.MAX_RETURNS, 1, ASKED), "too-many");
        assertThat(decided(state, returned(1, 7, 1, DONE)).verdict()).isEqualTo(Verdict.ADVANCES);
    }

    // A return before its payment

    @Test
    void aReturnWaitsForItsPaymentAndJoinsIt() {
        Payments state = told(returned(1, 1, 200, ASKED));
        assertThat(decided(NOTHING, returned(1, 1, 200, ASKED)).verdict()).isEqualTo(Verdict.WAITING);
        assertThat(decided(state, returned(1, 1, 200, ASKED)).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(decided(state, returned(1, 1, 200, DONE)).verdict()).isEqualTo(Verdict.ADVANCES);
        assertViolates(state, returned(1, 1, 201, ASKED), "id-reused");
        assertViolates(state, returned(2, 1, 200, ASKED), "id-reused");
        Decided joined = decided(state, received(1, 500));
        assertThat(joined.verdict()).isEqualTo(Verdict.NEW);
        assertThat(joined.joined()).containsExactly(rtr(1));
        Payments after = state.apply(List.of(joined), 2, 0, Items.RECEIVED);
        assertThat(known(after, 1).counted()).isEqualTo(200);
        assertThat(decided(after, returned(1, 2, 301, ASKED)).rule()).isEqualTo(Rule.ABOVE_ORIGINAL);
    }

    @Test
    void waitingReturnsClaimInTheOrderOfTimeAndThenOfArrival() {
        Payments state = told(
                returned(e2e(1), rtr(1), null, 300, DONE, at(80)),
                returned(e2e(1), rtr(2), null, 300, DONE, at(70)),
                returned(e2e(1), rtr(3), null, 200, DONE, at(80)),
                returned(e2e(1), rtr(4), null, 100, DONE, at(80)),
                returned(e2e(1), rtr(5), null, 1, DONE, at(1).plus(Duration.ofDays(91))));
        Decided joined = decided(state, received(1, 500));
        assertThat(joined.joined()).containsExactly(rtr(2), rtr(3));
        assertThat(joined.refused())
                .containsExactly(
                        new Refused(rtr(1), Rule.ABOVE_ORIGINAL),
                        new Refused(rtr(4), Rule.ABOVE_ORIGINAL),
                        new Refused(rtr(5), Rule.ABOVE_ORIGINAL));
        Decided wider = decided(state, received(1, 701));
        assertThat(wider.joined()).containsExactly(rtr(2), rtr(1), rtr(4));
        assertThat(wider.refused())
                .containsExactly(new Refused(rtr(3), Rule.ABOVE_ORIGINAL), new Refused(rtr(5), Rule.TOO_LATE));
    }

    @Test
    void aReturnThatWaitedInVainIsNoReturnOfThePayment() {
        Payments waited = told(returned(1, 1, 600, DONE));
        Payments state = waited.apply(List.of(decided(waited, received(1, 500))), 2, 0, Items.RECEIVED);
        assertThat(known(state, 1).returns()).isEmpty();
        assertThat(known(state, 1).counted()).isZero();
        Decided again = decided(state, returned(1, 1, 600, DONE));
        assertThat(again.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(again.rule()).isEqualTo(Rule.ABOVE_ORIGINAL);
        assertThat(decided(state, returned(1, 1, 500, DONE)).verdict()).isEqualTo(Verdict.NEW);
    }

    // Violations

    @Test
    void aViolationIsWrittenDownOnceAndCountsForNothing() {
        Payments state = told(received(1, 500), returned(1, 1, 501, ASKED));
        assertThat(known(state, 1).counted()).isZero();
        Decided again = decided(state, returned(1, 1, 501, ASKED));
        assertThat(again.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(again.rule()).isEqualTo(Rule.ABOVE_ORIGINAL);
        assertThat(again.changes()).isFalse();
        assertViolates(state, returned(1, 1, 501, DONE), "above-original");
    }

    @Test
    void whatWasAboveThePaymentCountsWhenItIsToldAgainAndFits() {
        Payments state = told(
                received(1, 500), returned(1, 1, 300, ASKED), returned(1, 2, 300, DONE), returned(1, 1, 300, FAILED));
        assertThat(known(state, 1).counted()).isZero();
        assertThat(decided(state, returned(1, 2, 300, DONE)).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void onlyTheNewestViolationsOfAPaymentAreRemembered() {
        Payments state = told(received(1, 500));
        for (int i = 0; i <= Payment.MAX_VIOLATIONS; i++) {
            state = state.apply(PixPlan.of(state, List.of(received(1, 600 + i))).facts(), i + 2, 0, Items.RECEIVED);
        }
        assertThat(known(state, 1).violations()).hasSize(Payment.MAX_VIOLATIONS);
        assertThat(decided(state, received(1, 600)).verdict()).isEqualTo(Verdict.VIOLATION);
        assertThat(decided(state, received(1, 601)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void reasonsNameNoValue() {
        for (Rule rule : Rule.values()) {
            assertThat(rule.reason()).doesNotContainPattern("\\d{3}|[ED]\\d");
        }
    }

    // A call

    @Test
    void itemsOfACallSeeThoseBeforeThem() {
        PixPlan plan = PixPlan.of(
                NOTHING,
                List.of(
                        returned(1, 1, 200, ASKED),
                        received(1, 500),
                        received(1, 500),
                        returned(1, 1, 200, DONE),
                        returned(1, 2, 301, DONE),
                        returned(1, 2, 301, DONE),
                        returned(1, 2, 300, DONE)));
        assertThat(plan.decided())
                .extracting(Decided::verdict)
                .containsExactly(
                        Verdict.WAITING,
                        Verdict.NEW,
                        Verdict.DUPLICATE,
                        Verdict.ADVANCES,
                        Verdict.VIOLATION,
                        Verdict.DUPLICATE,
                        Verdict.NEW);
        assertThat(plan.decided().get(1).joined()).containsExactly(rtr(1));
        assertThat(plan.facts()).hasSize(5);
        assertThat(plan.admitted()).hasSize(4);
        Payment facts = known(NOTHING.apply(plan.facts(), 1, 0, Items.RECEIVED), 1);
        Payment admitted = known(NOTHING.apply(plan.admitted(), 1, 0, Items.RECEIVED), 1);
        assertThat(facts.violations()).hasSize(1);
        assertThat(admitted.violations()).isEmpty();
        assertThat(List.of(facts.counted(), admitted.counted())).containsExactly(500L, 500L);
        assertThat(admitted.returns().keySet()).isEqualTo(facts.returns().keySet());
    }

    private static void assertViolates(Payments state, PixItem item, String word) {
        Decided decided = decided(state, item);
        assertThat(decided.verdict()).isEqualTo(Verdict.VIOLATION);
        assertThat(Objects.requireNonNull(decided.rule()).word()).isEqualTo(word);
    }

    private static String status(Payments state) {
        return known(state, 1).returns().firstEntry().getValue().status();
    }
}
