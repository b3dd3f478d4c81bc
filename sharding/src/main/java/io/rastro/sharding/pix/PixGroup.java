package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.pix.PixAccount.Call;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.pix.signal.Activity;
import io.rastro.sharding.pix.signal.Signals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What several calls of one account come to when they are written down together, in their order: each sees those before it. What
 * depends on ids that only the tables know is left to be decided when they have answered. Not thread-safe.
 */
final class PixGroup {

    private final PixAccountState state;
    private final LookedUp table;
    private final List<Decided> items = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Call> unsure = new ArrayList<>(0);
    private final Set<String> unsureIds = new HashSet<>(0);
    private Payments known;
    private long receivedAtMillis;

    /** @param reply given the number of the event; the account's last one when nothing is written */
    record Answer(Call call, LongFunction<PixReply> reply) {}

    private PixGroup(PixAccountState state, LookedUp table) {
        this.state = state;
        this.table = table;
        this.known = state.payments();
    }

    static PixGroup of(PixAccountState state, List<Call> calls, LookedUp table) {
        PixGroup group = new PixGroup(state, table);
        calls.forEach(group::add);
        return group;
    }

    private void add(Call call) {
        if (call instanceof PixAccount.Record record) {
            add(record);
        } else if (call instanceof PixAccount.RequestReturn request) {
            if (isSure(call, request.endToEndId())) {
                add(request);
            }
        } else {
            PixAccount.GetPayment get = (PixAccount.GetPayment) call;
            if (isSure(call, get.endToEndId())) {
                Payment payment = payment(get.endToEndId());
                PaymentKnown answer = new PaymentKnown(payment == null ? null : payment.known());
                answers.add(new Answer(call, seqNr -> answer));
            }
        }
    }

    private boolean isSure(Call call, String endToEndId) {
        boolean sure = !known.isUnsureOfPayment(endToEndId) || table.asked().contains(endToEndId);
        if (!sure) {
            waitFor(call, Set.of(endToEndId));
        }
        return sure;
    }

    private void waitFor(Call call, Set<String> ids) {
        unsure.add(call);
        unsureIds.addAll(ids);
    }

    private void add(PixAccount.Record call) {
        PixPlan plan = PixPlan.of(known, call.items(), table);
        if (!plan.unsure().isEmpty()) {
            waitFor(call, plan.unsure());
            return;
        }
        keep(call.facts() ? plan.facts() : plan.admitted(), call.receivedAtMillis());
        Recorded recorded = Recorded.of(plan.decided(), call.facts());
        answers.add(new Answer(call, recorded::at));
    }

    private void add(PixAccount.RequestReturn call) {
        Returns.Answer answer = Returns.request(
                payment(call.endToEndId()), call.devolucaoId(), call.reading(), call.receivedAtMillis(), call.rtrId());
        if (answer instanceof Returns.Accepted accepted) {
            int index = items.size();
            keep(List.of(recalling(Decided.of(accepted.item(), Verdict.NEW))), call.receivedAtMillis());
            answers.add(new Answer(call, seqNr -> new Made(Return.of(accepted.item(), seqNr, index), false)));
        } else if (answer instanceof Returns.Known before) {
            Made made = new Made(before.before(), true);
            answers.add(new Answer(call, seqNr -> made));
        } else {
            Returns.Refused refused = (Returns.Refused) answer;
            NotMade notMade = new NotMade(refused.problem(), refused.detail());
            answers.add(new Answer(call, seqNr -> notMade));
        }
    }

    private Decided recalling(Decided decided) {
        String endToEndId = decided.item().endToEndId();
        Payment told = table.payment(endToEndId);
        return told != null && known.payment(endToEndId) == null ? decided.recalling(told.known()) : decided;
    }

    private @Nullable Payment payment(String endToEndId) {
        Payment remembered = known.payment(endToEndId);
        return remembered == null ? table.payment(endToEndId) : remembered;
    }

    private void keep(List<Decided> kept, long receivedAt) {
        for (Decided each : kept) {
            // As it will be written, so that the calls after this one are told no other number.
            boolean recalled = known.payment(each.item().endToEndId()) != null;
            Decided once = recalled ? each.recalling(null) : each;
            known = known.plus(once, state.seqNr() + 1, items.size());
            items.add(once);
        }
        if (!kept.isEmpty()) {
            receivedAtMillis = Math.max(receivedAtMillis, receivedAt);
        }
    }

    /** What is to be written down, as one event. */
    List<Decided> items() {
        return items;
    }

    /** When the last call came of which anything is written down. */
    long receivedAtMillis() {
        return receivedAtMillis;
    }

    /** What is to be said of the items. */
    List<PixSignal> signals() {
        List<PixSignal> told = new ArrayList<>(0);
        Activity activity = state.activity();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).happened()) {
                Signals.Judged judged = Signals.of(activity, items.get(i).item(), i, receivedAtMillis, state.limits());
                told.addAll(judged.told());
                activity = judged.after();
            }
        }
        return told;
    }

    /** To the calls that are decided upon, in their order. */
    List<Answer> answers() {
        return answers;
    }

    /** Calls that wait for the tables, in their order. */
    List<Call> unsure() {
        return unsure;
    }

    /** What to ask the tables for. */
    Set<String> unsureIds() {
        return unsureIds;
    }
}
