package io.rastro.sharding.pix;

import io.rastro.sharding.pix.PixArchive.Told;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the query table had of ids that a plan was unsure of.
 *
 * @param asked the endToEndIds and rtrIds that were asked for
 * @param payments by endToEndId: those with such an endToEndId and those with such a return, each with all that was
 *     ever decided of it, as {@link Payment#after} comes to it
 */
record LookedUp(Set<String> asked, Map<String, Payment> payments) {

    static final LookedUp NOTHING = new LookedUp(Set.of(), Map.of());

    LookedUp {
        asked = Set.copyOf(asked);
        payments = Map.copyOf(payments);
    }

    static LookedUp of(Set<String> asked, Collection<Payment> payments) {
        Map<String, Payment> byId = new HashMap<>();
        payments.forEach(payment -> byId.put(payment.endToEndId(), payment));
        return new LookedUp(asked, byId);
    }

    /** @param told in any order, and perhaps more than once */
    static LookedUp ofTold(Set<String> asked, List<Told> told) {
        List<Told> inOrder = new ArrayList<>(told);
        inOrder.sort(Comparator.comparingLong(Told::seqNr).thenComparingInt(Told::index));
        Map<String, Payment> byId = new HashMap<>();
        Told before = null;
        for (Told each : inOrder) {
            if (before == null || before.seqNr() != each.seqNr() || before.index() != each.index()) {
                byId.merge(
                        each.decided().item().endToEndId(),
                        first(each),
                        (known, unused) -> known.after(each.decided(), each.seqNr(), each.index()));
            }
            before = each;
        }
        return new LookedUp(asked, byId);
    }

    private static Payment first(Told told) {
        return Payment.unknown(told.decided().item().endToEndId()).after(told.decided(), told.seqNr(), told.index());
    }

    @Nullable
    Payment payment(String endToEndId) {
        return payments.get(endToEndId);
    }
}
