package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.DONE;
import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Rule;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an account remembers by itself, and what it asks its tables. */
class PixAccountMemoryTest {

    @RegisterExtension
    private static final JournalKit KIT = new JournalKit();

    private final TestAccount account = new TestAccount(KIT);

    @Test
    void whatLeftIsLookedUpAndNeverRecordedTwice() {
        account.start();
        fill(40);
        account.archive.tabled = 40;
        // The next events let go of what is tabled.
        await().until(() -> {
            account.told(received(100 + account.events().size(), 100));
            return account.account().remembered() <= TestAccount.WINDOW + 2;
        });
        int before = account.events().size();
        int asked = account.archive.lookUps;

        assertThat(account.told(received(0, 100)).duplicates()).isOne();
        assertThat(account.archive.lookUps).isGreaterThan(asked);
        assertThat(account.told(returned(1, 1, 60, DONE)).accepted()).isOne();
        assertThat(account.told(returned(1, 2, 60, DONE)).broken())
                .as("the payment was recalled with what went back of it")
                .containsExactly(new Recorded.Broken(0, Rule.ABOVE_ORIGINAL));
        assertThat(account.events()).hasSize(before + 2);
        assertThat(((PixRecorded) account.events().get(before)).items().get(0).recalled())
                .isEqualTo(payment(1, received(1, 100)));
    }

    @Test
    void nothingLeavesBeforeTheTablesHaveIt() {
        account.start();
        fill(40);
        await().until(() -> account.archive.progressAsked > 0);
        account.told(received(90, 100));
        assertThat(account.account().remembered()).isEqualTo(41);
    }

    @Test
    void refusesWhenTheTablesLagTooFarBehind() {
        account.start();
        fill(64);
        assertThat(account.tell(received(90, 100)).receiveMessage()).isInstanceOf(Busy.class);
        account.archive.tabled = 64;
        await().until(() -> account.tell(received(90, 100)).receiveMessage() instanceof Recorded);
    }

    /** A call that waits for the tables keeps no other one, and is answered when they do not answer. */
    @Test
    void oneThatWaitsForTheTablesKeepsNobodyWaiting() {
        account.lookupTimeout = Duration.ofMillis(300);
        account.start();
        leave(received(0, 100));
        account.archive.silent = true;
        TestProbe<PixReply> unsure = account.tell(received(0, 100));
        assertThat(account.told(received(200, 100)).accepted()).isOne();
        assertThat(unsure.receiveMessage()).isInstanceOf(Busy.class);

        account.archive.silent = false;
        await().until(() -> account.tell(received(0, 100)).receiveMessage() instanceof Recorded recorded
                && recorded.duplicates() == 1);
    }

    @Test
    void nothingLeavesWhileTheTablesAreAsked() {
        account.start();
        leave(received(0, 100));
        account.archive.silent = true;
        TestProbe<PixReply> unsure = account.tell(received(0, 100));
        await().until(() -> !account.archive.kept.isEmpty());
        account.told(received(200, 100));
        PixRecorded meanwhile =
                (PixRecorded) account.events().get(account.events().size() - 1);
        assertThat(meanwhile.tabledUpTo()).isZero();
        Objects.requireNonNull(account.archive.kept.poll()).run();
        assertThat(((Recorded) unsure.receiveMessage()).duplicates()).isOne();
    }

    @Test
    void aReturnOfWhatLeftRecallsThePayment() {
        account.start();
        leave(received(0, 100));
        Made made = (Made) account.requestReturn(e2e(0), "dev1", 60, rtr(1));
        assertThat(account.requestReturn(e2e(0), "dev2", 60, rtr(2)))
                .as("the sum of both is above the payment")
                .isInstanceOf(NotMade.class);
        assertThat(payment(0).returns()).containsExactly(made.made());
        assertThat(payment(0).original()).isNotNull();
    }

    /** Those that wait for the tables are not one event either, however many there are. */
    @Test
    void whatWaitedForTheTablesIsWrittenInBoundedEvents() {
        // Room for all of them: how far the tables are may be asked too seldom for any to leave.
        account.windowMax = 1_000;
        account.start();
        leave(received(0, 100));
        account.archive.silent = true;
        TestProbe<PixReply> first = account.tell(returned(0, 1, 1, DONE));
        await().until(() -> !account.archive.kept.isEmpty());
        List<TestProbe<PixReply>> others = new ArrayList<>();
        for (int i = 1; i < 30; i++) {
            others.add(account.tell(returned(i, 2 * i, 1, DONE), returned(i, 2 * i + 1, 1, DONE)));
        }
        account.archive.silent = false;
        Objects.requireNonNull(account.archive.kept.poll()).run();

        assertThat(((Recorded) first.receiveMessage()).accepted()).isOne();
        others.forEach(reply ->
                assertThat(((Recorded) reply.receiveMessage()).accepted()).isEqualTo(2));
        assertThat(account.events())
                .allSatisfy(event -> assertThat(event.size()).isLessThanOrEqualTo(TestAccount.GROUP));
    }

    @Test
    void aPaymentIsRecalledOnceInAnEvent() {
        account.start();
        leave(received(0, 100));
        account.told(returned(0, 1, 10, DONE), returned(0, 2, 10, DONE), returned(0, 3, 10, DONE));
        PixRecorded event = (PixRecorded) account.events().get(account.events().size() - 1);
        assertThat(event.items())
                .extracting(decided -> decided.recalled() == null)
                .containsExactly(false, true, true);
        account.restart();
        assertThat(payment(0).returns()).hasSize(3);
    }

    /** Its tables have caught up, and nobody tells it anything but what only they know. */
    @Test
    void anAccountThatWasFullAnswersAgain() {
        account.start();
        leave(received(0, 100));
        account.archive.tabled = 0;
        await().until(() ->
                account.tell(received(1_000 + account.events().size(), 100)).receiveMessage() instanceof Busy);
        assertThat(account.tell(received(0, 100)).receiveMessage()).isInstanceOf(Busy.class);
        account.archive.tabled = 10_000;
        await().until(() -> account.tell(received(0, 100)).receiveMessage() instanceof Recorded recorded
                && recorded.duplicates() == 1);
    }

    private void fill(int payments) {
        for (int i = 0; i < payments; i++) {
            account.told(received(i, 100));
        }
    }

    /** The first of so many that it is not remembered any more. */
    private void leave(PixItem first) {
        account.told(first);
        for (int i = 1; i < 40; i++) {
            account.told(received(i, 100));
        }
        account.archive.tabled = 1_000;
        await().until(() -> {
            account.told(received(100 + account.events().size(), 100));
            return account.account().remembered() <= TestAccount.WINDOW + 2;
        });
    }

    private KnownPayment payment(int number) {
        PaymentKnown known = (PaymentKnown)
                account.ask(replyTo -> new GetPayment(e2e(number), replyTo)).receiveMessage();
        return Objects.requireNonNull(known.payment());
    }

    private static KnownPayment payment(int number, PixItem item) {
        return new KnownPayment(
                e2e(number),
                new io.rastro.protocol.pix.journal.Original(
                        item.kind(), item.centavos(), item.occurredAtMillis(), number + 1),
                List.of(),
                List.of(),
                number + 1);
    }
}
