package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.ASKED;
import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.sharding.pix.PixArchive.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookedUpTest {

    private Payments state = Payments.empty(1_000);
    private final List<Told> told = new ArrayList<>();
    private long seqNr;

    /** One event: into the window, and into the table. */
    private void tell(PixItem... items) {
        List<Decided> facts = PixPlan.of(state, List.of(items)).facts();
        state = state.apply(facts, ++seqNr, 0, Items.RECEIVED);
        for (int i = 0; i < facts.size(); i++) {
            told.add(new Told(facts.get(i), seqNr, i));
        }
    }

    private void tellThreePayments() {
        // A return that waits and one that waits in vain, in one event.
        tell(returned(1, 11, 60, ASKED), returned(1, 12, 60, DONE), received(2, 50));
        tell(received(1, 100), returned(1, 11, 60, DONE));
        tell(returned(2, 21, 20, ASKED), returned(2, 22, 31, DONE), returned(3, 31, 5, DONE));
        tell(returned(2, 21, 20, DONE));
    }

    @Test
    void isWhatTheWindowHadWhateverTheOrderAndHoweverOften() {
        tellThreePayments();
        assertThat(told).hasSizeGreaterThan(8);
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            List<Told> rows = new ArrayList<>(told);
            told.stream().filter(each -> random.nextBoolean()).forEach(rows::add);
            Collections.shuffle(rows, random);

            LookedUp found = LookedUp.ofTold(Set.of(e2e(1), rtr(21)), rows);

            assertThat(found.payments()).containsOnlyKeys(e2e(1), e2e(2), e2e(3));
            assertThat(found.payments().values()).containsExactlyInAnyOrderElementsOf(state.oldestFirst());
            assertThat(found.asked()).containsExactlyInAnyOrder(e2e(1), rtr(21));
        }
    }

    @Test
    void whatIsToldAgainInAnotherEventIsNotADuplicateOfTheFirst() {
        tell(received(1, 100));
        tell(returned(1, 11, 60, ASKED));
        tell(returned(1, 11, 60, DONE));

        Payment payment = LookedUp.ofTold(Set.of(e2e(1)), told).payment(e2e(1));

        assertThat(payment).isNotNull();
        assertThat(payment.returns().get(rtr(11)).status()).isEqualTo(DONE);
        assertThat(payment.lastSeqNr()).isEqualTo(3);
    }

    @Test
    void whatTheTableDoesNotHaveIsAskedForAllTheSame() {
        LookedUp found = LookedUp.ofTold(Set.of(e2e(1)), List.of());

        assertThat(found.asked()).containsExactly(e2e(1));
        assertThat(found.payments()).isEmpty();
        assertThat(found.payment(e2e(1))).isNull();
    }
}
