package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be said of an item, given what the account did before it. A limit is told of when an item goes over it, not again
 * with each that comes after, as long as the value stays above.
 */
final class Signals {

    /** Of all rules, since they are of one making; raise it with any change of what a rule means. */
    private static final int VERSION = 1;

    private static final MathContext FIGURES = new MathContext(6);

    private final Activity before;
    private final PixItem item;
    private final long at;
    private final int index;
    private final SignalSettings limits;
    private final List<PixSignal> found = new ArrayList<>(0);

    private Signals(Activity before, PixItem item, long at, int index, SignalSettings limits) {
        this.before = before;
        this.item = item;
        this.at = at;
        this.index = index;
        this.limits = limits;
    }

    /** @param index the item's place in its journal event */
    static List<PixSignal> of(Activity before, PixItem item, int index, long receivedAtMillis, SignalSettings limits) {
        Signals signals = new Signals(before, item, Activity.at(item, receivedAtMillis), index, limits);
        if (item.kind() == PixKind.PAGAMENTO) {
            signals.paid();
        } else if (Activity.isDone(item)) {
            signals.returned();
        }
        return signals.found;
    }

    private void paid() {
        Window.Total minute = before.paid().minute().before(at);
        Window.Total hour = before.paid().hour().before(at);
        Window.Total day = before.paid().day().before(at);
        over("pagamentos-por-minuto", minute.count(), 1, limits.minutePayments());
        over("valor-por-hora", hour.centavos(), item.centavos(), limits.hourCentavos());
        over("valor-por-dia", day.centavos(), item.centavos(), limits.dayCentavos());
        long night = Activity.Night.at(at, limits.zone());
        if (night != Long.MIN_VALUE) {
            over("limite-noturno", before.night().centavosOf(night), item.centavos(), limits.nightCentavos());
        }
        unusual(hour);
        newCounterparty();
        smallThenLarge(before.small().before(at));
    }

    private void unusual(Window.Total hour) {
        Usual usual = before.usual();
        if (usual.hours() >= limits.usualHours()) {
            over(
                    "ritmo-incomum",
                    hour.count(),
                    1,
                    Math.max(limits.usualPayments(), limits.timesUsual() * usual.meanCount()));
            if (usual.meanCentavos() > 0) {
                over("valor-incomum", hour.centavos(), item.centavos(), limits.timesUsual() * usual.meanCentavos());
            }
        }
    }

    private void newCounterparty() {
        Party counterparty = item.counterparty();
        if (counterparty != null && !before.knows(counterparty)) {
            over("contraparte-nova", 0, item.centavos(), limits.newCounterpartyCentavos());
        }
    }

    private void smallThenLarge(Window.Total small) {
        if (small.count() >= limits.smallPayments() && item.centavos() > limits.smallCentavos()) {
            double mean = (double) small.centavos() / small.count();
            over("muitas-pequenas-uma-grande", 0, item.centavos(), limits.largeTimes() * mean);
        }
    }

    private void returned() {
        long returns = before.returned().before(at).count() + 1;
        long all = before.paid().day().before(at).count()
                + before.received().day().before(at).count();
        // Counts, not shares: a share has no exact double.
        over("devolucoes", returns - 1.0, 1, Math.max(limits.returnedLeast() - 1.0, limits.returnedShare() * all));
    }

    private void over(String rule, double was, double more, double limit) {
        double value = was + more;
        if (was <= limit && value > limit) {
            Map<String, String> inputs = new TreeMap<>();
            inputs.put("value", figure(value));
            inputs.put("limit", figure(limit));
            found.add(new PixSignal(index, rule, VERSION, Math.min(1, value / limit / 2), inputs));
        }
    }

    private static String figure(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : new BigDecimal(value).round(FIGURES).stripTrailingZeros().toPlainString();
    }
}
