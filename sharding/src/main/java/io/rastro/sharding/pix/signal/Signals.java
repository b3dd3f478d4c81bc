package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be said of an item, given what the account did before it. A {@link Limit} is told of when the account goes over it, and
 * again only after it was below. It is looked at as of the newest item: what comes late may be the one too many.
 */
public final class Signals {

    /** Of all rules, since they are of one making; raise it with any change of what a rule means. */
    private static final int VERSION = 1;

    private static final MathContext FIGURES = new MathContext(6);

    private final Activity before;
    private final Activity after;
    private final PixItem item;
    private final long at;
    private final long now;
    private final int index;
    private final SignalSettings limits;
    private final Set<Limit> above = EnumSet.noneOf(Limit.class);
    private final List<PixSignal> told = new ArrayList<>(0);

    /** @param after what the account did with the item */
    public record Judged(List<PixSignal> told, Activity after) {}

    private Signals(Activity before, PixItem item, int index, long receivedAtMillis, SignalSettings limits) {
        this.before = before;
        this.after = before.plus(item, receivedAtMillis, limits);
        this.item = item;
        this.at = Activity.at(item, receivedAtMillis);
        this.now = after.latest();
        this.index = index;
        this.limits = limits;
        above.addAll(before.above());
    }

    /**
     * @param item something that happened: a payment, or a return of which the money has moved; each once
     * @param index its place in its journal event
     * @param receivedAtMillis when that was received
     */
    public static Judged of(Activity before, PixItem item, int index, long receivedAtMillis, SignalSettings limits) {
        Signals signals = new Signals(before, item, index, receivedAtMillis, limits);
        if (item.kind() == PixKind.PAGAMENTO) {
            signals.paid();
        } else if (item.kind() == PixKind.ESTORNO) {
            signals.returned();
        }
        Set<Limit> above = signals.above;
        return new Judged(
                List.copyOf(signals.told), above.equals(before.above()) ? signals.after : signals.after.above(above));
    }

    private void paid() {
        Window.Total minute = before.paid().minute().before(now);
        Window.Total hour = before.paid().hour().before(now);
        Window.Total day = before.paid().day().before(now);
        compare(
                Limit.PAGAMENTOS_POR_MINUTO,
                minute.count(),
                after.paid().minute().before(now).count(),
                limits.minutePayments());
        compare(
                Limit.VALOR_POR_HORA,
                hour.centavos(),
                after.paid().hour().before(now).centavos(),
                limits.hourCentavos());
        compare(
                Limit.VALOR_POR_DIA,
                day.centavos(),
                after.paid().day().before(now).centavos(),
                limits.dayCentavos());
        night();
        unusual(hour);
        newCounterparty();
        smallThenLarge(before.small().before(now));
    }

    /** Of a night that is over nothing is known any more. */
    private void night() {
        long night = Activity.Night.at(at, limits.zone());
        if (night != Long.MIN_VALUE && night == after.night().number()) {
            compare(
                    Limit.LIMITE_NOTURNO,
                    before.night().centavosOf(night),
                    after.night().centavos(),
                    limits.nightCentavos());
        }
    }

    private void unusual(Window.Total was) {
        Usual usual = after.usual();
        if (usual.hours() >= limits.usualHours()) {
            Window.Total hour = after.paid().hour().before(now);
            double many = Math.max(limits.usualPayments(), limits.timesUsual() * usual.meanCount());
            compare(Limit.RITMO_INCOMUM, was.count(), hour.count(), many);
            double much = limits.timesUsual() * usual.meanCentavos();
            compare(Limit.VALOR_INCOMUM, was.centavos(), hour.centavos(), much);
        }
    }

    private void returned() {
        long all = after.paid().day().before(now).count()
                + after.received().day().before(now).count();
        compare(
                Limit.DEVOLUCOES,
                before.returned().before(now).count(),
                after.returned().before(now).count(),
                // Counts, not shares: a share has no exact double.
                Math.max(limits.returnedLeast() - 1.0, limits.returnedShare() * all));
    }

    /**
     * @param was without the item, as of now
     * @param most by now; it may have been more when the account was looked at before
     */
    private void compare(Limit limit, double was, double value, double most) {
        if (value <= most) {
            above.remove(limit);
        } else if (above.add(limit) || was <= most) {
            tell(limit.rule(), value, most);
        }
    }

    // Of the item itself

    private void newCounterparty() {
        Party counterparty = item.counterparty();
        if (counterparty != null && !before.knows(counterparty) && item.centavos() > limits.newCounterpartyCentavos()) {
            tell("contraparte-nova", item.centavos(), limits.newCounterpartyCentavos());
        }
    }

    private void smallThenLarge(Window.Total small) {
        if (small.count() >= limits.smallPayments() && item.centavos() > limits.smallCentavos()) {
            double large = limits.largeTimes() * small.centavos() / small.count();
            if (item.centavos() > large) {
                tell("muitas-pequenas-uma-grande", item.centavos(), large);
            }
        }
    }

    private void tell(String rule, double value, double limit) {
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("value", figure(value));
        inputs.put("limit", figure(limit));
        told.add(new PixSignal(index, rule, VERSION, Math.min(1, value / limit / 2), inputs));
    }

    private static String figure(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : new BigDecimal(value).round(FIGURES).stripTrailingZeros().toPlainString();
    }
}
