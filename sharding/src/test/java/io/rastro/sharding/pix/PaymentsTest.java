package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.ASKED;
import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.known;
import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaymentsTest {

    private static final int WINDOW = 3;

    /** Payments 1 to 5, the second with a return; 1 and 2 left the window, 3 to 5 stay. */
    private static final Payments FIVE = five();

    private static Payments five() {
        Payments state = Payments.empty(WINDOW);
        state = apply(state, 1, 0, received(1, 500));
        state = apply(state, 2, 0, received(2, 500), returned(2, 2, 200, ASKED));
        state = apply(state, 3, 0, received(3, 500));
        state = apply(state, 4, 0, received(4, 500));
        return apply(state, 5, 5, received(5, 500));
    }

    /** As it was when it left. */
    private static final Payment SECOND =
            known(apply(Payments.empty(WINDOW), 2, 0, received(2, 500), returned(2, 2, 200, ASKED)), 2);

    @Test
    void nothingLeavesBeforeTheTableHasIt() {
        Payments state = Payments.empty(WINDOW);
        for (int i = 1; i <= 10; i++) {
            state = apply(state, i, 0, received(i, 500));
        }
        assertThat(state.size()).isEqualTo(10);
        assertThat(state.hasSurplus()).isTrue();
        state = apply(state, 11, 4, received(11, 500));
        assertThat(ids(state)).containsExactly(5, 6, 7, 8, 9, 10, 11);
        state = apply(state, 12, 12, received(12, 500));
        assertThat(ids(state)).containsExactly(10, 11, 12);
        assertThat(state.hasSurplus()).isFalse();
    }

    @Test
    void aTableThatCaughtUpDoesNotEmptyTheWindowAtOnce() {
        Payments state = Payments.empty(WINDOW);
        for (int i = 1; i <= 100; i++) {
            state = apply(state, i, 0, received(i, 500));
        }
        assertThat(apply(state, 101, 101, received(101, 500)).size()).isEqualTo(101 - 64);
    }

    @Test
    void whatWasToldOfLastStaysLongest() {
        Payments state = apply(FIVE, 6, 5, returned(3, 3, 100, ASKED));
        state = apply(state, 7, 7, received(6, 500));
        assertThat(ids(state)).containsExactly(5, 3, 6);
    }

    @Test
    void returnsAreBoundedAsPaymentsAre() {
        Payments state = Payments.empty(WINDOW);
        state = apply(state, 1, 0, received(1, 500), returned(1, 1, 1, ASKED), returned(1, 2, 1, ASKED));
        state = apply(state, 2, 1, received(2, 500), returned(2, 3, 1, ASKED));
        assertThat(ids(state)).containsExactly(1, 2);
        state = apply(state, 3, 2, returned(2, 4, 1, ASKED));
        assertThat(ids(state)).containsExactly(2);
        assertThat(state.endToEndIds()).containsOnlyKeys(rtr(3), rtr(4));
    }

    @Test
    void aPaymentDoesNotLeaveBetweenTwoItemsOfAnEvent() {
        List<PixItem> call = List.of(received(6, 500), returned(3, 3, 100, ASKED));
        Payments state = FIVE.apply(PixPlan.of(FIVE, call).facts(), 6, 5, Items.RECEIVED);
        assertThat(ids(state)).containsExactly(5, 6, 3);
        assertThat(known(state, 3).original()).isNotNull();
    }

    @Test
    void isUnsureOfWhatMayHaveLeftAndOfNothingElse() {
        assertThat(ids(FIVE)).containsExactly(3, 4, 5);
        List<PixItem> call = List.of(
                received(1, 500),
                received(3, 500),
                received(6, 500),
                returned(2, 2, 200, DONE),
                returned(6, 6, 1, ASKED));
        PixPlan plan = PixPlan.of(FIVE, call);
        assertThat(plan.unsure()).containsExactly(e2e(1), e2e(2), rtr(2));
        assertThat(plan.decided()).isEmpty();
    }

    @Test
    void aMinuteWithManyMorePaymentsThanTheWindowNeedsHardlyALookUp() {
        Payments state = Payments.empty(10);
        int lookUps = 0;
        for (int i = 1; i <= 5_000; i++) {
            List<PixItem> call =
                    List.of(Items.payment(PixKind.RECEBIMENTO, Items.id('E', Items.NOON, i), 500, Items.NOON));
            PixPlan plan = PixPlan.of(state, call);
            if (!plan.unsure().isEmpty()) {
                lookUps++;
                plan = PixPlan.of(state, call, LookedUp.of(plan.unsure(), List.of()));
            }
            assertThat(plan.facts()).hasSize(1);
            state = state.apply(plan.facts(), i, i, Items.RECEIVED);
        }
        assertThat(state.size()).isEqualTo(10);
        assertThat(lookUps).isLessThan(10);
    }

    @Test
    void plansAgainWithWhatTheTableHas() {
        List<PixItem> call = List.of(received(2, 500), returned(2, 2, 200, DONE), returned(2, 7, 301, ASKED));
        Set<String> unsure = PixPlan.of(FIVE, call).unsure();
        assertThat(unsure).containsExactly(e2e(2), rtr(2));
        PixPlan plan = PixPlan.of(FIVE, call, LookedUp.of(unsure, List.of(SECOND)));
        assertThat(plan.unsure()).isEmpty();
        assertThat(plan.decided())
                .extracting(Decided::verdict)
                .containsExactly(Verdict.DUPLICATE, Verdict.ADVANCES, Verdict.VIOLATION);
        Payments state = FIVE.apply(plan.facts(), 6, 5, Items.RECEIVED);
        assertThat(known(state, 2).counted()).isEqualTo(200);
        assertThat(known(state, 2).returns().get(rtr(2)).status()).isEqualTo(DONE);
        assertThat(PixPlan.of(state, call).unsure()).isEmpty();
    }

    @Test
    void whatIsRefusedDoesNotTakeAlongWhatTheTableHad() {
        List<PixItem> call = List.of(returned(2, 7, 301, ASKED), returned(2, 8, 300, ASKED));
        Set<String> unsure = PixPlan.of(FIVE, call).unsure();
        PixPlan plan = PixPlan.of(FIVE, call, LookedUp.of(unsure, List.of(SECOND)));
        Payments state = FIVE.apply(plan.admitted(), 6, 5, Items.RECEIVED);
        assertThat(known(state, 2).counted()).isEqualTo(500);
    }

    @Test
    void anRtrIdThatTheTableHasOfAnotherPaymentIsReused() {
        List<PixItem> call = List.of(returned(5, 2, 200, ASKED));
        Set<String> unsure = PixPlan.of(FIVE, call).unsure();
        assertThat(unsure).containsExactly(rtr(2));
        Decided decided = PixPlan.of(FIVE, call, LookedUp.of(unsure, List.of(SECOND)))
                .decided()
                .get(0);
        assertThat(decided.rule()).isEqualTo(Rule.RETURN_REUSED);
        assertThat(decided.recalled()).isNull();
    }

    @Test
    void returnsThatWaitInTheTableJoinTheirPayment() {
        Payments waiting = apply(Payments.empty(1), 1, 0, returned(1, 1, 200, ASKED), returned(1, 2, 400, ASKED));
        Payment left = known(waiting, 1);
        Payments state = apply(waiting, 2, 2, received(2, 500), received(3, 500));
        assertThat(ids(state)).containsExactly(3);
        List<PixItem> call = List.of(received(1, 500));
        Set<String> unsure = PixPlan.of(state, call).unsure();
        assertThat(unsure).containsExactly(e2e(1));
        Decided decided = PixPlan.of(state, call, LookedUp.of(unsure, List.of(left)))
                .decided()
                .get(0);
        assertThat(decided.joined()).containsExactly(rtr(1));
        assertThat(decided.refused()).containsExactly(new Decided.Refused(rtr(2), Rule.ABOVE_ORIGINAL));
        Payments joined = state.apply(List.of(decided), 3, 2, Items.RECEIVED);
        assertThat(known(joined, 1).counted()).isEqualTo(200);
        assertThat(joined.endToEndIds()).containsOnlyKeys(rtr(1));
    }

    @Test
    void whatTheTableHasNothingOfIsNew() {
        Payments state = Payments.restore(WINDOW, List.of(), new Forgotten(List.of(), IdFilter.EMPTY, 999912312359L));
        List<PixItem> call = List.of(paid(1, 500), returned(1, 1, 200, ASKED));
        Set<String> unsure = PixPlan.of(state, call).unsure();
        assertThat(unsure).containsExactly(e2e(1), rtr(1));
        assertThat(PixPlan.of(state, call, LookedUp.of(unsure, List.of())).decided())
                .extracting(Decided::verdict)
                .containsExactly(Verdict.NEW, Verdict.NEW);
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        Payments restored = Payments.restore(WINDOW, FIVE.oldestFirst(), FIVE.forgotten());
        assertThat(restored.oldestFirst()).isEqualTo(FIVE.oldestFirst());
        assertThat(restored.endToEndIds()).isEqualTo(FIVE.endToEndIds());
        assertThat(restored.turns().keySet()).isEqualTo(FIVE.turns().keySet());
        assertThat(Payment.of(SECOND.known())).isEqualTo(SECOND);
    }

    @Test
    void anEventDoesNotCopyTheWindow() {
        int window = 10_000;
        int events = 2_000;
        Payments state = Payments.empty(window);
        for (int i = 0; i < window + events; i++) {
            state = apply(state, i + 1, i, received(i, 500));
        }
        List<List<Decided>> decided = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            PixItem item = i % 2 == 0 ? received(1_000_000 + i, 500) : returned(window + i / 2, i, 1, ASKED);
            decided.add(PixPlan.of(state, List.of(item)).facts());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < events; i++) {
            int seqNr = window + events + i + 1;
            state = state.apply(decided.get(i), seqNr, seqNr - 1, Items.RECEIVED);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / events;
        assertThat(each).as("bytes an event").isBetween(100L, 6L << 10);
        assertThat(state.size()).isEqualTo(window);
    }

    private static Payments apply(Payments state, long seqNr, long tabledUpTo, PixItem... items) {
        PixPlan plan = PixPlan.of(state, List.of(items));
        assertThat(plan.unsure()).isEmpty();
        return state.apply(plan.facts(), seqNr, tabledUpTo, Items.RECEIVED);
    }

    /** Numbers of the payments in the window, in the order in which they leave. */
    private static List<Integer> ids(Payments state) {
        return state.oldestFirst().stream()
                .map(payment -> Integer.parseInt(payment.endToEndId().substring(21)))
                .toList();
    }

    /** A provider may say of anything that it happens in the year 9999: nothing else becomes doubtful by that. */
    @Test
    void whatIsToldOfTheFutureDoesNotMakeTheOthersDoubtful() {
        Instant never = Instant.parse("9999-12-31T23:59:00Z");
        String odd = Items.id('E', never, 1);
        long received = Items.at(20).toEpochMilli();
        Payments state = Payments.empty(WINDOW)
                .apply(
                        PixPlan.of(Payments.empty(WINDOW), List.of(Items.payment(PixKind.RECEBIMENTO, odd, 500, never)))
                                .facts(),
                        1,
                        0,
                        received);
        for (int i = 1; i <= 10; i++) {
            state = state.apply(PixPlan.of(state, List.of(received(i, 500))).facts(), i + 1, i, received);
        }
        assertThat(state.payment(odd)).isNull();
        assertThat(state.isUnsureOfPayment(odd)).isTrue();
        assertThat(state.isUnsureOfPayment(e2e(30))).isFalse();
        Payments restored = Payments.restore(
                WINDOW,
                state.oldestFirst(),
                Forgotten.restored(
                        state.forgotten().newestMinute(),
                        state.forgotten().odd().toBytes()));
        assertThat(restored.isUnsureOfPayment(odd)).isTrue();
        assertThat(restored.isUnsureOfPayment(e2e(30))).as("after a snapshot").isFalse();
    }

    /** A provider whose clock is hours behind, or that tells of last year, makes no id odd. */
    @Test
    void whatIsToldOfThePastIsForgottenLikeTheRest() {
        Payments state = Payments.empty(WINDOW);
        for (int i = 1; i <= 10; i++) {
            PixItem item = Items.payment(PixKind.RECEBIMENTO, e2e(i), 500, Instant.EPOCH);
            state = state.apply(PixPlan.of(state, List.of(item)).facts(), i, i, Items.RECEIVED);
        }
        assertThat(state.forgotten().odd()).isEqualTo(IdFilter.EMPTY);
        assertThat(state.isUnsureOfPayment(e2e(1))).isTrue();
    }
}
