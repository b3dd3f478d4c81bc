package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.PixSnapshot;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.sharding.pix.signal.Activity;
import io.rastro.sharding.pix.signal.SignalSettings;
import io.rastro.sharding.pix.signal.Signals;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an account's journal adds up to; a pure function of it.
 *
 * @param seqNr the last event that went in
 * @param publishedUpTo every event up to this one is published, as far as the journal tells
 * @param tabledUpTo every event up to this one is in the query tables, as far as the journal tells
 * @param itemsUpTo the last event with items; 0 before the first one
 * @param newest by kind, the last event with an item of it
 * @param totals by kind, what happened in all
 * @param payments the account's memory of its payments
 * @param activity what its signals go by
 * @param limits of the signals: which of them it is above is not written down with each event
 */
record PixAccountState(
        long seqNr,
        long publishedUpTo,
        long tabledUpTo,
        long itemsUpTo,
        Map<PixKind, Long> newest,
        Map<PixKind, Total> totals,
        Payments payments,
        Activity activity,
        SignalSettings limits) {

    static PixAccountState empty(int windowSize, SignalSettings limits) {
        return new PixAccountState(0, 0, 0, 0, Map.of(), Map.of(), Payments.empty(windowSize), Activity.NONE, limits);
    }

    PixAccountState apply(PixEvent event) {
        return event instanceof PixRecorded recorded ? applyRecorded(recorded) : applyDrained((PixOutboxDrained) event);
    }

    private PixAccountState applyRecorded(PixRecorded event) {
        long seq = seqNr + 1;
        Map<PixKind, Long> nextNewest = new EnumMap<>(PixKind.class);
        nextNewest.putAll(newest);
        Map<PixKind, Total> nextTotals = new EnumMap<>(PixKind.class);
        nextTotals.putAll(totals);
        Activity nextActivity = activity;
        for (int i = 0; i < event.items().size(); i++) {
            Decided decided = event.items().get(i);
            PixKind kind = decided.item().kind();
            nextNewest.put(kind, seq);
            if (decided.happened()) {
                nextTotals.merge(kind, new Total(1, decided.item().centavos()), PixAccountState::sum);
                nextActivity = Signals.of(nextActivity, decided.item(), i, event.receivedAtMillis(), limits)
                        .after();
            }
        }
        return new PixAccountState(
                seq,
                Math.max(publishedUpTo, event.publishedUpTo()),
                Math.max(tabledUpTo, event.tabledUpTo()),
                seq,
                Map.copyOf(nextNewest),
                Map.copyOf(nextTotals),
                payments.apply(event.items(), seq, event.tabledUpTo(), event.receivedAtMillis()),
                nextActivity,
                limits);
    }

    private static Total sum(Total one, Total other) {
        return new Total(one.count() + other.count(), one.centavos() + other.centavos());
    }

    private PixAccountState applyDrained(PixOutboxDrained event) {
        return new PixAccountState(
                seqNr + 1,
                // The marker itself is never published: it counts as published with what it vouches for.
                event.publishedUpTo() == seqNr ? seqNr + 1 : Math.max(publishedUpTo, event.publishedUpTo()),
                tabledUpTo,
                itemsUpTo,
                newest,
                totals,
                payments,
                activity,
                limits);
    }

    PixSnapshot toSnapshot() {
        return new PixSnapshot(
                seqNr,
                publishedUpTo,
                tabledUpTo,
                itemsUpTo,
                newest,
                totals,
                payments.oldestFirst().stream().map(Payment::known).toList(),
                payments.forgotten().newestMinute(),
                payments.forgotten().odd().toBytes(),
                activity.written());
    }

    static PixAccountState fromSnapshot(PixSnapshot snapshot, int windowSize, SignalSettings limits) {
        List<KnownPayment> payments = snapshot.payments();
        return new PixAccountState(
                snapshot.seqNr(),
                snapshot.publishedUpTo(),
                snapshot.tabledUpTo(),
                snapshot.itemsUpTo(),
                snapshot.newest(),
                snapshot.totals(),
                Payments.restore(
                        windowSize,
                        payments.stream().map(Payment::of).toList(),
                        Forgotten.restored(snapshot.forgottenMinute(), snapshot.forgottenOdd())),
                Activity.restored(snapshot.activity()),
                limits);
    }
}
