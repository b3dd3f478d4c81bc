package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.e2e;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.ReturnRequest.Reading;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.sharding.pix.PixAccount.Call;
import io.rastro.sharding.pix.PlayedAccount.Answered;
import io.rastro.sharding.pix.signal.Activity;
import io.rastro.sharding.pix.signal.SignalSettings;
import io.rastro.sharding.pix.signal.Signals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random calls on an account that remembers little, as its actor groups them, and what its journal comes to. */
class PixAccountStateTest {

    private static final int RUNS = 12;

    static final SignalSettings LIMITS = SignalSettings.from(ConfigFactory.parseString("""
            zone = Asia/Tokyo
            night-centavos = 20000
            minute-payments = 1
            hour-centavos = 12000
            day-centavos = 30000
            times-usual = 1.5
            usual-hours = 2
            usual-payments = 10
            new-counterparty-centavos = 900
            small-centavos = 300
            small-payments = 3
            large-times = 3
            returned-share = 0.25
            returned-least = 3
            """));

    private static final ActorRef<PixReply> NOBODY =
            TestInbox.<PixReply>create().getRef();

    private static final List<PlayedAccount> PLAYED = new ArrayList<>();
    private static final List<Set<String>> IDS = new ArrayList<>();
    private static final Map<String, Integer> ANSWERS = new TreeMap<>();

    @BeforeAll
    static void play() {
        for (int run = 0; run < RUNS; run++) {
            long seed = System.nanoTime() + run;
            System.out.println("seed " + seed);
            play(new Random(seed));
        }
        System.out.println(ANSWERS);
    }

    @AfterAll
    static void forget() {
        PLAYED.clear();
        IDS.clear();
        ANSWERS.clear();
    }

    /** Told to a second account one call after the other, each with an event of its own. */
    private static void play(Random random) {
        PlayedAccount grouped = new PlayedAccount(16 + random.nextInt(3) * 16, LIMITS, random);
        PlayedAccount single = new PlayedAccount(random.nextBoolean() ? 16 : 100_000, LIMITS, random);
        List<PixItem> items = Histories.deliveries(random, Histories.history(random, true));
        Set<String> ids = new HashSet<>();
        int requests = 0;
        for (int at = 0; at < items.size(); ) {
            List<Call> calls = new ArrayList<>();
            int most = 1 + random.nextInt(5);
            for (int i = 0; i < most && at < items.size(); i++) {
                int to = Math.min(items.size(), at + 1 + random.nextInt(8));
                // What is told ahead of the server's clock counts as of now.
                long now = Items.at(Histories.PAYMENTS * at / items.size()).toEpochMilli();
                calls.add(told(items.subList(at, to), random, now));
                at = to;
                if (random.nextInt(3) == 0) {
                    calls.add(
                            random.nextBoolean()
                                    ? asked(random, requests++, now)
                                    : new PixAccount.GetPayment(e2e(random.nextInt(Histories.PAYMENTS + 5)), NOBODY));
                }
            }
            calls.forEach(call -> ids.addAll(idsOf(call)));
            compare(grouped.group(calls), single);
            if (!grouped.isWaiting() && random.nextInt(40) == 0) {
                grouped.passivate();
            }
        }
        compare(grouped.settle(), single);
        assertThat(grouped.isWaiting()).isFalse();
        assertThat(grouped.allWithoutNumbers()).isEqualTo(single.allWithoutNumbers());
        assertThat(grouped.state.totals()).isEqualTo(single.state.totals());
        PLAYED.add(grouped);
        IDS.add(ids);
        ANSWERS.merge("look-ups", grouped.lookUps, Integer::sum);
    }

    private static void compare(List<Answered> answers, PlayedAccount single) {
        for (Answered answer : answers) {
            List<Answered> alone = new ArrayList<>(single.group(List.of(answer.call())));
            alone.addAll(single.settle());
            assertThat(alone).containsExactly(answer);
            ANSWERS.merge(answer.reply().getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    // Calls

    private static Call told(List<PixItem> items, Random random, long now) {
        List<PixItem> from =
                items.stream().map(PixAccountStateTest::withCounterparty).toList();
        return new PixAccount.Record(from, random.nextInt(4) > 0, now + random.nextInt(60_000), NOBODY);
    }

    private static PixItem withCounterparty(PixItem item) {
        return new PixItem(
                item.kind(),
                item.endToEndId(),
                item.rtrId(),
                item.devolucaoId(),
                item.centavos(),
                item.occurredAtMillis(),
                item.txid(),
                null,
                new Party("k1." + item.endToEndId().hashCode() % 700, "***"),
                item.status(),
                item.natureza(),
                item.flags());
    }

    private static Call asked(Random random, int number, long now) {
        int payment = random.nextInt(Histories.PAYMENTS);
        Reading reading = random.nextInt(10) == 0
                ? new Reading.Refused("valor", "is required")
                : new Reading.Asked(new ReturnRequest(1 + random.nextInt(300), Natureza.ORIGINAL));
        return new PixAccount.RequestReturn(
                e2e(payment),
                "dev" + (random.nextBoolean() ? 4 * payment + random.nextInt(4) : "A" + random.nextInt(3)),
                reading,
                Items.id('D', Items.at(payment), 1_000_000 + number),
                now,
                NOBODY);
    }

    private static List<String> idsOf(Call call) {
        return call instanceof PixAccount.Record record
                ? record.items().stream().map(PixItem::id).toList()
                : call instanceof PixAccount.RequestReturn request ? List.of(request.rtrId()) : List.of();
    }

    // What holds

    @Test
    void callsThatAreDecidedTogetherComeToWhatTheyComeToOneAfterTheOther() {
        // They were compared as they were played.
        assertThat(ANSWERS).containsKeys("Recorded", "Made", "NotMade", "PaymentKnown");
        assertThat(ANSWERS.values()).allMatch(times -> times > 100);
    }

    @Test
    void nothingIsNewTwice() {
        for (PlayedAccount account : PLAYED) {
            Map<String, Integer> times = account.timesNew();
            assertThat(times).hasSizeGreaterThan(Histories.PAYMENTS);
            times.values().removeIf(count -> count == 0 || count == 1);
            assertThat(times).isEmpty();
        }
    }

    @Test
    void theWindowHasWhatTheWholeJournalSaysOfItsPayments() {
        for (PlayedAccount account : PLAYED) {
            Map<String, Payment> all = account.all();
            List<Payment> remembered = account.state.payments().oldestFirst();
            assertThat(remembered)
                    .hasSizeLessThan(Histories.PAYMENTS)
                    .allSatisfy(payment -> assertThat(payment).isEqualTo(all.get(payment.endToEndId())));
        }
    }

    @Test
    void aReplayFromAnySnapshotComesToTheSame() {
        for (int run = 0; run < RUNS; run++) {
            PlayedAccount account = PLAYED.get(run);
            List<PixAccountState> states = new ArrayList<>();
            states.add(PixAccountState.empty(account.window, LIMITS));
            for (PixEvent event : account.journal) {
                states.add(states.get(states.size() - 1).apply(event));
            }
            PixAccountState whole = states.get(states.size() - 1);
            assertSame(account.state, whole, IDS.get(run));
            for (int from = 0; from < states.size(); from += 23) {
                PixAccountState replayed = account.read(states.get(from));
                assertSame(replayed, states.get(from), IDS.get(run));
                for (PixEvent event : account.journal.subList(from, account.journal.size())) {
                    replayed = replayed.apply(event);
                }
                assertSame(replayed, whole, IDS.get(run));
            }
        }
    }

    /** But for ids that left: of those the restored one may only be less sure. */
    private static void assertSame(PixAccountState restored, PixAccountState whole, Set<String> ids) {
        assertThat(withoutPayments(restored)).isEqualTo(withoutPayments(whole));
        assertThat(restored.payments().oldestFirst()).isEqualTo(whole.payments().oldestFirst());
        assertThat(restored.payments().endToEndIds()).isEqualTo(whole.payments().endToEndIds());
        assertThat(ids.stream().filter(whole.payments().forgotten()::mayHave).collect(Collectors.toSet()))
                .allMatch(restored.payments().forgotten()::mayHave);
    }

    private static PixAccountState withoutPayments(PixAccountState state) {
        return new PixAccountState(
                state.seqNr(),
                state.publishedUpTo(),
                state.tabledUpTo(),
                state.itemsUpTo(),
                state.newest(),
                state.totals(),
                Payments.empty(1),
                state.activity(),
                state.limits());
    }

    @Test
    void aReplayGivesTheSameSignals() {
        int signals = 0;
        Set<String> rules = new HashSet<>();
        for (PlayedAccount account : PLAYED) {
            Activity activity = Activity.NONE;
            for (PixEvent event : account.journal) {
                if (event instanceof PixRecorded recorded) {
                    List<PixSignal> told = new ArrayList<>();
                    for (int i = 0; i < recorded.items().size(); i++) {
                        if (recorded.items().get(i).happened()) {
                            PixItem item = recorded.items().get(i).item();
                            Signals.Judged judged = Signals.of(activity, item, i, recorded.receivedAtMillis(), LIMITS);
                            activity = judged.after();
                            told.addAll(judged.told());
                        }
                    }
                    assertThat(recorded.signals()).isEqualTo(told);
                    told.forEach(each -> rules.add(each.rule()));
                    signals += told.size();
                }
            }
            assertThat(account.state.activity()).isEqualTo(activity);
        }
        System.out.println(signals + " signals of " + rules);
        assertThat(signals).isGreaterThan(RUNS * 20);
        assertThat(rules).hasSizeGreaterThan(4);
    }

    @Test
    void eachEventWithItemsNamesTheOneBeforeIt() {
        for (PlayedAccount account : PLAYED) {
            long before = 0;
            for (int i = 0; i < account.journal.size(); i++) {
                if (account.journal.get(i) instanceof PixRecorded recorded) {
                    assertThat(recorded.previous()).isEqualTo(before);
                    before = i + 1;
                }
            }
        }
    }
}
