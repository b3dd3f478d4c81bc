package io.rastro.sharding.pix;

import java.util.Collection;
import java.util.HashMap;
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

    @Nullable
    Payment payment(String endToEndId) {
        return payments.get(endToEndId);
    }
}
