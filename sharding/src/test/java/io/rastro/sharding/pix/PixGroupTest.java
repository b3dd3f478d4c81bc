package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.ASKED;
import static io.rastro.sharding.pix.Items.at;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.pix.PixAccount.Call;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PixGroupTest {

    private static final ActorRef<PixReply> NOBODY =
            TestInbox.<PixReply>create().getRef();

    private static final PixAccountState NOTHING = PixAccountState.empty(16, PixAccountStateTest.LIMITS);

    private static Call facts(long receivedAt, PixItem... items) {
        return new PixAccount.Record(List.of(items), true, receivedAt, NOBODY);
    }

    private static Call request(String rtrId, long receivedAt) {
        ReturnRequest.Reading reading = new ReturnRequest.Reading.Asked(new ReturnRequest(60, Natureza.ORIGINAL));
        return new PixAccount.RequestReturn(e2e(1), "dev1", reading, rtrId, receivedAt, NOBODY);
    }

    private static PixReply reply(PixGroup group, int call) {
        return group.answers().get(call).reply().apply(1);
    }

    @Test
    void aCallIsToldTheNumbersThatTheCallsBeforeItWillHave() {
        long now = at(60).toEpochMilli();
        PixGroup group = PixGroup.of(
                NOTHING,
                List.of(
                        facts(now, received(1, 100)),
                        request(rtr(1), now),
                        request(rtr(2), now),
                        new PixAccount.GetPayment(e2e(1), NOBODY)),
                LookedUp.NOTHING);

        Return made = ((Made) reply(group, 1)).made();
        assertThat(made.seqNr()).isEqualTo(1);
        assertThat(made.index()).isEqualTo(1);
        assertThat(reply(group, 2)).isEqualTo(new Made(made, true));
        var known = Objects.requireNonNull(((PaymentKnown) reply(group, 3)).payment());
        assertThat(known.returns()).containsExactly(made);
        assertThat(known.lastSeqNr()).isEqualTo(1);
    }

    /** Both were asked for at once: who came first has the better claim, though the other stands first in its call. */
    @Test
    void returnsThatWaitClaimInTheOrderOfTheCalls() {
        PixGroup group = PixGroup.of(
                NOTHING,
                List.of(
                        facts(0, received(8, 1), received(9, 1), returned(1, 11, 60, ASKED)),
                        facts(0, returned(1, 12, 60, ASKED), received(1, 100))),
                LookedUp.NOTHING);

        assertThat(group.items()).hasSize(5);
        assertThat(group.items().get(4).joined()).containsExactly(rtr(11));
        assertThat(group.items().get(4).refused()).containsExactly(new Refused(rtr(12), Rule.ABOVE_ORIGINAL));
    }

    @Test
    void isReceivedWithTheLastCallOfWhichAnythingIsWrittenDown() {
        PixGroup group = PixGroup.of(
                NOTHING,
                List.of(facts(2_000, received(1, 100)), facts(1_000, received(2, 100)), facts(9_000, received(1, 100))),
                LookedUp.NOTHING);

        assertThat(group.items()).hasSize(2);
        assertThat(group.receivedAtMillis()).isEqualTo(2_000);
    }
}
