package io.rastro.sharding.pix;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixJournal;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.pix.PixAccount.Call;
import io.rastro.sharding.pix.PixArchive.Told;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An account without its actor: the state, its journal, and a table that has the journal up to somewhere. */
final class PlayedAccount {

    /** A call and what was answered, without numbers of the journal. */
    record Answered(Call call, PixReply reply) {}

    private record LookUp(List<Call> calls, LookedUp found) {}

    final int window;
    final SignalSettings limits;
    final List<PixEvent> journal = new ArrayList<>();
    PixAccountState state;
    int lookUps;
    private final Random random;
    private final List<Call> unsure = new ArrayList<>();
    private LookUp underWay;
    private int tabledUpTo;

    PlayedAccount(int window, SignalSettings limits, Random random) {
        this.window = window;
        this.limits = limits;
        this.random = random;
        this.state = PixAccountState.empty(window, limits);
    }

    /** Decides upon them together, as {@link PixRecorder} does; those that wait for the table may be answered later. */
    List<Answered> group(List<Call> calls) {
        tabledUpTo += random.nextInt(3) == 0 ? random.nextInt(journal.size() - tabledUpTo + 1) : 0;
        List<Answered> answered = new ArrayList<>(decide(calls, LookedUp.NOTHING));
        if (random.nextInt(3) > 0) {
            answered.addAll(settle());
        }
        return answered;
    }

    /** Until nobody waits for the table. */
    List<Answered> settle() {
        List<Answered> answered = new ArrayList<>();
        while (underWay != null) {
            LookUp done = underWay;
            underWay = null;
            answered.addAll(decide(done.calls, done.found));
        }
        return answered;
    }

    private List<Answered> decide(List<Call> calls, LookedUp found) {
        PixGroup group = PixGroup.of(state, calls, found);
        unsure.addAll(group.unsure());
        lookUp();
        assertThat(group.answers().size() + group.unsure().size()).isEqualTo(calls.size());
        if (!group.items().isEmpty()) {
            apply(new PixRecorded(
                    group.receivedAtMillis(),
                    0,
                    underWay == null ? tabledUpTo : 0,
                    state.itemsUpTo(),
                    group.items(),
                    group.signals()));
        }
        return group.answers().stream()
                .map(each -> {
                    PixReply reply = each.reply().apply(state.seqNr());
                    checkNumbers(reply);
                    return new Answered(each.call(), withoutNumbers(reply));
                })
                .toList();
    }

    private void lookUp() {
        if (unsure.isEmpty() || underWay != null) {
            return;
        }
        lookUps++;
        List<Call> calls = List.copyOf(unsure);
        unsure.clear();
        Set<String> ids = PixGroup.of(state, calls, LookedUp.NOTHING).unsureIds();
        underWay = new LookUp(calls, LookedUp.ofTold(ids, rows(ids)));
    }

    /** The table's, in no order and some of them twice. */
    private List<Told> rows(Set<String> ids) {
        List<Told> all = told(tabledUpTo);
        Set<String> payments = new HashSet<>();
        all.forEach(each -> {
            if (ids.contains(each.decided().item().id())
                    || ids.contains(each.decided().item().endToEndId())) {
                payments.add(each.decided().item().endToEndId());
            }
        });
        List<Told> rows = new ArrayList<>();
        all.stream()
                .filter(each -> payments.contains(each.decided().item().endToEndId()))
                .forEach(each -> rows.addAll(Collections.nCopies(1 + random.nextInt(2), each)));
        Collections.shuffle(rows, random);
        return rows;
    }

    private List<Told> told(int upTo) {
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < upTo; i++) {
            if (journal.get(i) instanceof PixRecorded recorded) {
                TracedPix.of("a-1", i + 1, recorded)
                        .forEach(each -> told.add(new Told(each.decided(), each.seqNr(), each.index())));
            }
        }
        return told;
    }

    private void apply(PixEvent event) {
        journal.add(event);
        state = state.apply(event);
    }

    /** Leaves memory, with everything published, and comes back. */
    void passivate() {
        if (random.nextBoolean()) {
            apply(new PixOutboxDrained(state.seqNr()));
        }
        recover();
    }

    /** From a snapshot; nobody waits any more. */
    void recover() {
        state = read(state);
    }

    /** The state as its snapshot says it. */
    PixAccountState read(PixAccountState written) {
        byte[] bytes = PixJournal.SNAPSHOT.toBytes(written.toSnapshot());
        return PixAccountState.fromSnapshot(PixJournal.SNAPSHOT.fromBytes(1, bytes), window, limits);
    }

    boolean isWaiting() {
        return underWay != null;
    }

    /** All that was ever decided, by endToEndId. */
    Map<String, Payment> all() {
        return LookedUp.ofTold(Set.of(), told(journal.size())).payments();
    }

    /** The same without numbers of the journal. */
    Map<String, KnownPayment> allWithoutNumbers() {
        Map<String, KnownPayment> all = new HashMap<>();
        all().forEach((id, payment) -> all.put(id, withoutNumbers(payment.known())));
        return all;
    }

    /** How often an id was judged new, without those that were refused when their payment came. */
    Map<String, Integer> timesNew() {
        Map<String, Integer> times = new HashMap<>();
        for (Told each : told(journal.size())) {
            Decided decided = each.decided();
            if (decided.verdict() == Verdict.NEW || decided.verdict() == Verdict.WAITING) {
                times.merge(decided.item().id(), 1, Integer::sum);
            }
            decided.refused().forEach(refused -> times.merge(refused.rtrId(), -1, Integer::sum));
        }
        return times;
    }

    // Answers

    /** Whatever is told of a payment is in the journal by then, where it is said to be. */
    private void checkNumbers(PixReply reply) {
        if (reply instanceof PaymentKnown known && known.payment() != null) {
            assertThat(known.payment().lastSeqNr()).isBetween(1L, state.seqNr());
            known.payment().returns().forEach(this::checkPlace);
        } else if (reply instanceof Made made) {
            checkPlace(made.made());
        } else if (reply instanceof Recorded recorded) {
            assertThat(recorded.seqNr()).isEqualTo(state.seqNr());
        }
    }

    private void checkPlace(Return each) {
        PixRecorded event = (PixRecorded) journal.get((int) each.seqNr() - 1);
        assertThat(event.items().get(each.index()).item().id()).isEqualTo(each.rtrId());
    }

    private static PixReply withoutNumbers(PixReply reply) {
        if (reply instanceof Recorded recorded) {
            return recorded.at(0);
        }
        if (reply instanceof Made made) {
            return new Made(withoutNumbers(made.made()), made.before());
        }
        if (reply instanceof PaymentKnown known && known.payment() != null) {
            return new PaymentKnown(withoutNumbers(known.payment()));
        }
        return reply;
    }

    private static KnownPayment withoutNumbers(KnownPayment payment) {
        Original original = payment.original();
        return new KnownPayment(
                payment.endToEndId(),
                original == null
                        ? null
                        : new Original(original.kind(), original.centavos(), original.occurredAtMillis(), 0),
                payment.returns().stream().map(PlayedAccount::withoutNumbers).toList(),
                payment.violations(),
                0);
    }

    private static Return withoutNumbers(Return each) {
        return new Return(
                each.rtrId(),
                each.devolucaoId(),
                each.centavos(),
                each.status(),
                each.statusAtMillis(),
                each.requestedAtMillis(),
                each.natureza(),
                0,
                0);
    }
}
