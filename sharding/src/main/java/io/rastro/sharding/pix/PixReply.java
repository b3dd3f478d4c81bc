package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.entity.EntityKind;
import io.rastro.sharding.pix.signal.ActivityView;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Pix account answers. */
public sealed interface PixReply extends RemoteMessage {

    /** How an account says no. */
    EntityKind.Refusals REFUSALS = new EntityKind.Refusals() {
        @Override
        public Object busy(String reason) {
            return new Busy(reason);
        }

        @Override
        public boolean isBusy(Object reply) {
            return reply instanceof Busy;
        }

        @Override
        public boolean isMoving(Object reply) {
            return reply instanceof Moving;
        }
    };

    /**
     * @param accepted items that are journaled now
     * @param duplicates items of which nothing was to be learnt
     * @param waiting of the accepted, returns whose payment was never here
     * @param broken items that violate a rule; accepted as well if they are facts that were never told
     * @param seqNr the event that recorded them; the account's last one when nothing was accepted
     */
    record Recorded(int accepted, int duplicates, int waiting, List<Broken> broken, long seqNr) implements PixReply {

        /** @param index the item's place in the request */
        public record Broken(int index, Rule rule) {}

        static Recorded of(List<Decided> decided, boolean facts) {
            int accepted = 0;
            int waiting = 0;
            List<Broken> broken = new ArrayList<>(0);
            for (int i = 0; i < decided.size(); i++) {
                Decided each = decided.get(i);
                Rule rule = each.rule();
                if (rule != null) {
                    broken.add(new Broken(i, rule));
                }
                accepted += each.changes() && (facts || rule == null) ? 1 : 0;
                waiting += each.verdict() == Verdict.WAITING ? 1 : 0;
            }
            int refused = facts ? 0 : broken.size();
            return new Recorded(accepted, decided.size() - accepted - refused, waiting, List.copyOf(broken), 0);
        }

        Recorded at(long event) {
            return new Recorded(accepted, duplicates, waiting, broken, event);
        }
    }

    /** @param before whether the same was asked for before */
    record Made(Return made, boolean before) implements PixReply {}

    /** @param detail for people, in Portuguese as the Pix API has it */
    record NotMade(Returns.Problem problem, String detail) implements PixReply {}

    /** @param payment null when nothing was ever told of it */
    record PaymentKnown(@Nullable KnownPayment payment) implements PixReply {}

    /**
     * @param totals by kind, what happened in all
     * @param remembered payments that the account remembers by itself
     * @param activity what it did lately
     */
    record Account(long seqNr, Map<PixKind, Total> totals, int remembered, ActivityView activity) implements PixReply {}

    /** Not known to be stored, or not known at all; to be sent again later. */
    record Busy(String reason) implements PixReply {}

    /** Nothing was done: the account leaves this node. To be asked again at once; the shard keeps it until it is back. */
    enum Moving implements PixReply {
        INSTANCE
    }
}
