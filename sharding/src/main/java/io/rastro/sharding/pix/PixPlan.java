package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a call comes to, whoever made it. Items see those before them.
 *
 * <p>Our own route refuses what {@linkplain Decided#rule() violates a rule}; of a provider's or the SPI's facts all is
 * written down that {@linkplain Decided#changes() changes} anything. Either may be left out of what is applied.
 *
 * @param decided one for each item, in the order of the call; empty when there is anything to look up
 * @param unsure endToEndIds and rtrIds of which only the table knows whether they were here; when there are any, look
 *     them up and plan again
 */
record PixPlan(List<Decided> decided, Set<String> unsure) {

    static PixPlan of(Payments state, List<PixItem> items) {
        return of(state, items, LookedUp.NOTHING);
    }

    static PixPlan of(Payments state, List<PixItem> items, LookedUp table) {
        Set<String> unsure = unsure(state, items, table);
        if (!unsure.isEmpty()) {
            return new PixPlan(List.of(), unsure);
        }
        Payments known = state;
        for (Payment payment : table.payments().values()) {
            known = known.payment(payment.endToEndId()) == null ? known.plus(payment) : known;
        }
        List<Decided> decided = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Decided next = Judgement.of(known, items.get(i));
            known = known.plus(next, Long.MAX_VALUE, i);
            decided.add(next.changes() ? recalling(state, next, table) : next);
        }
        return new PixPlan(decided, Set.of());
    }

    private static Set<String> unsure(Payments state, List<PixItem> items, LookedUp table) {
        Set<String> unsure = new LinkedHashSet<>();
        for (PixItem item : items) {
            if (state.isUnsureOfPayment(item.endToEndId())) {
                unsure.add(item.endToEndId());
            }
            if (item.kind() == PixKind.ESTORNO && state.isUnsureOfReturn(item.id())) {
                unsure.add(item.id());
            }
        }
        unsure.removeAll(table.asked());
        return unsure;
    }

    /** Each of a payment's items brings it, since those before it may be refused. */
    private static Decided recalling(Payments state, Decided decided, LookedUp table) {
        String endToEndId = decided.item().endToEndId();
        Payment told = table.payment(endToEndId);
        return told != null && state.payment(endToEndId) == null ? decided.recalling(told.known()) : decided;
    }

    /** What is to be written down of a call that reports facts. */
    List<Decided> facts() {
        return decided.stream().filter(Decided::changes).toList();
    }

    /** What is to be written down of a call that asks. */
    List<Decided> admitted() {
        return decided.stream()
                .filter(each -> each.changes() && each.rule() == null)
                .toList();
    }
}
