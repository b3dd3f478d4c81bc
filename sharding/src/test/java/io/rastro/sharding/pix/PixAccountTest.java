package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.ASKED;
import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.JournalKit;
import io.rastro.sharding.pix.PixAccount.GetPayment;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One account with a journal and tables in the hands of the test. */
class PixAccountTest {

    @RegisterExtension
    private static final JournalKit KIT = new JournalKit();

    private final TestAccount account = new TestAccount(KIT);
    private final FaultyJournal journal = KIT.journal();

    @Test
    void recordsWhatIsNewAndRecognisesWhatIsTold() {
        account.start();
        assertThat(account.told(received(1, 500), paid(2, 700))).isEqualTo(new Recorded(2, 0, 0, List.of(), 1));
        assertThat(account.told(received(1, 500), received(3, 900))).isEqualTo(new Recorded(1, 1, 0, List.of(), 2));
        assertThat(account.told(received(1, 500))).isEqualTo(new Recorded(0, 1, 0, List.of(), 2));

        assertThat(account.journaled()).containsExactly(received(1, 500), paid(2, 700), received(3, 900));
        account.awaitPublished(1L, 2L);
        assertThat(account.account().totals())
                .containsEntry(PixKind.RECEBIMENTO, new Total(2, 1_400))
                .containsEntry(PixKind.PAGAMENTO, new Total(1, 700));
    }

    @Test
    void itsOwnRouteRefusesWhatAProviderMayReport() {
        account.start();
        account.asked(received(1, 500));
        PixItem tooMuch = returned(1, 1, 501, DONE);

        assertThat(account.asked(tooMuch))
                .isEqualTo(new Recorded(0, 0, 0, List.of(new Recorded.Broken(0, Rule.ABOVE_ORIGINAL)), 1));
        assertThat(account.journaled()).hasSize(1);
        assertThat(account.told(tooMuch))
                .isEqualTo(new Recorded(1, 0, 0, List.of(new Recorded.Broken(0, Rule.ABOVE_ORIGINAL)), 2));
        assertThat(account.told(tooMuch).duplicates()).isOne();
        assertThat(payment(1).violations()).hasSize(1);
        assertThat(account.account().totals())
                .as("what violates a rule counts for nothing")
                .doesNotContainKey(PixKind.ESTORNO);
    }

    @Test
    void aReturnWaitsForItsPaymentAndIsJoinedVisibly() {
        account.start();
        assertThat(account.told(returned(1, 1, 200, DONE)).waiting()).isOne();
        account.told(received(1, 500));

        PixRecorded second = (PixRecorded) account.events().get(1);
        assertThat(second.items().get(0).joined()).containsExactly(rtr(1));
        assertThat(payment(1).returns()).extracting(Return::rtrId).containsExactly(rtr(1));
    }

    @Test
    void isTheSameAfterARestart() {
        account.start();
        // More than a snapshot's distance, so that it begins with one.
        for (int i = 0; i < 15; i++) {
            account.told(received(i, 500 + i));
        }
        account.told(returned(3, 1, 100, ASKED));
        account.awaitPublished(
                IntStream.rangeClosed(1, 16).mapToObj(Long::valueOf).toArray(Long[]::new));
        PixReply.Account before = account.account();
        account.restart();

        assertThat(account.account().totals()).isEqualTo(before.totals());
        assertThat(account.account().remembered()).isEqualTo(before.remembered());
        assertThat(account.told(received(14, 514)).duplicates()).isOne();
        assertThat(account.told(returned(3, 1, 100, ASKED)).duplicates()).isOne();
        assertThat(account.told(returned(3, 1, 100, DONE)).accepted()).isOne();
        assertThat(account.events().get(16)).isEqualTo(new PixOutboxDrained(16));
        assertThat(((PixRecorded) account.events().get(17)).previous())
                .as("a marker is no event with items")
                .isEqualTo(16);
        await().until(() -> account.egress.published().contains(18L));
        assertThat(account.egress.published()).doesNotContain(17L).doesNotHaveDuplicates();
    }

    /** 50 calls while the journal holds a write: they are the next one or two events, each call with its own answer. */
    @Test
    void callsThatComeWhileItWritesAreWrittenTogether() {
        account.start();
        account.told(received(0, 100));
        journal.holdsWrites();
        TestProbe<PixReply> first = account.tell(received(1, 100));
        List<TestProbe<PixReply>> others = new ArrayList<>();
        for (int i = 2; i < 50; i++) {
            others.add(account.tell(received(i, 100), received(1, 100)));
        }
        journal.letWritesGo();
        journal.works();
        assertThat(first.receiveMessage()).isInstanceOf(Recorded.class);
        for (TestProbe<PixReply> other : others) {
            assertThat(other.receiveMessage()).isInstanceOfSatisfying(Recorded.class, recorded -> {
                assertThat(recorded.accepted()).isOne();
                assertThat(recorded.duplicates()).isOne();
            });
        }

        assertThat(account.journaled()).hasSize(50);
        assertThat(account.events())
                .as("one for the first, and so many that each is bounded")
                .hasSizeBetween(3, 2 + 2 * 48 * 2 / TestAccount.GROUP);
        assertThat(account.events())
                .allSatisfy(event -> assertThat(event.size()).isLessThanOrEqualTo(TestAccount.GROUP));
    }

    @Test
    void aFailedWriteIsAnsweredAtOnceAndNeverAsRecorded() {
        account.start();
        account.account();
        journal.failsWrites();
        journal.holdsWrites();
        List<TestProbe<PixReply>> replies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replies.add(account.tell(received(i, 100)));
        }
        journal.letWritesGo();
        replies.forEach(reply -> assertThat(reply.receiveMessage()).isInstanceOf(Busy.class));
        assertThat(account.events()).isEmpty();
        journal.works();
        await().until(() -> account.tell(received(9, 100)).receiveMessage() instanceof Recorded);
        replies.forEach(reply -> reply.expectNoMessage(Duration.ofMillis(10)));
        assertThat(account.journaled())
                .as("what was refused is not recorded later")
                .containsExactly(received(9, 100));
    }

    @Test
    void aReturnIsMadeOnceAndSaidAgain() {
        account.start();
        account.told(received(1, 500));
        Made made = (Made) account.requestReturn(e2e(1), "dev1", 200, rtr(1));
        assertThat(made.before()).isFalse();
        assertThat(made.made().status()).isEqualTo(ASKED);
        Made again = (Made) account.requestReturn(e2e(1), "dev1", 200, rtr(2));
        assertThat(again.before()).isTrue();
        assertThat(again.made().rtrId()).isEqualTo(rtr(1));
        assertThat(account.requestReturn(e2e(1), "dev1", 201, rtr(3)))
                .isInstanceOfSatisfying(
                        NotMade.class, no -> assertThat(no.problem().status()).isEqualTo(400));
        assertThat(account.requestReturn(e2e(1), "dev2", 301, rtr(4)))
                .isInstanceOfSatisfying(
                        NotMade.class, no -> assertThat(no.problem().status()).isEqualTo(400));
        assertThat(account.requestReturn(e2e(7), "dev2", 1, rtr(5)))
                .isInstanceOfSatisfying(
                        NotMade.class, no -> assertThat(no.problem().status()).isEqualTo(404));
        assertThat(account.events()).hasSize(2);
    }

    @Test
    void signalsAreWrittenWithTheItemThatTheyAreOf() {
        account.start();
        account.told(paid(1, 100), paid(2, 3_000_000));
        PixRecorded event = (PixRecorded) account.events().get(0);
        assertThat(event.signals())
                .extracting(PixSignal::index, PixSignal::rule)
                .contains(org.assertj.core.groups.Tuple.tuple(1, "valor-por-hora"));
        assertThat(account.account().activity().above()).contains("valor-por-hora");
    }

    @Test
    void leavesWhenIdleAndPublished() {
        account.start();
        account.told(received(1, 100));
        account.shard.expectMessage(new Passivate<>(account.ref()));
        account.stop();
        assertThat(account.comeBacks).hasValue(0);
        assertThat(account.events()).endsWith(new PixOutboxDrained(1));
    }

    @Test
    void comesBackWhenSomethingIsNotPublished() {
        account.start();
        account.egress.acknowledging(false);
        account.told(received(1, 100));
        account.shard.expectNoMessage(Duration.ofMillis(600));
        account.stop();
        assertThat(account.comeBacks).hasValue(1);
        account.egress.breakLine();
        account.egress.acknowledging(true);
        account.start();
        account.awaitPublished(1L);
    }

    @Test
    void oneThatWasNeverSeenLeavesAtOnce() {
        account.start();
        assertThat(account.account().seqNr()).isZero();
        account.shard.expectMessage(new Passivate<>(account.ref()));
    }

    @Test
    void oneThatWasNeverSeenLeavesWhateverItIsAsked() {
        account.start();
        account.ask(replyTo -> new GetPayment(e2e(1), replyTo)).receiveMessage();
        account.shard.expectMessage(new Passivate<>(account.ref()));
    }

    private KnownPayment payment(int number) {
        PaymentKnown known = (PaymentKnown)
                account.ask(replyTo -> new GetPayment(e2e(number), replyTo)).receiveMessage();
        return Objects.requireNonNull(known.payment());
    }
}
