package io.rastro.sharding.pix.signal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an account did lately, as of an instant.
 *
 * @param windows what was paid and received
 * @param nightCentavos paid in the night that it is; 0 by day
 * @param usualHours in which it has paid, which the two means are of
 * @param usualCount payments an hour
 * @param usualCentavos centavos an hour
 * @param above the rules whose limit it is above, which was told
 */
public record ActivityView(
        List<Span> windows,
        long nightCentavos,
        long usualHours,
        double usualCount,
        double usualCentavos,
        Set<String> above) {

    /**
     * @param of {@code pagamentos}, {@code recebimentos}, {@code pequenos} (small payments) or {@code devolucoes}
     * @param minutes how long it is: 1, 60 or 1,440
     */
    public record Span(String of, int minutes, long count, long centavos) {}

    public ActivityView {
        windows = List.copyOf(windows);
        above = Set.copyOf(above);
    }

    /** @param nowMillis what happened later, by the clocks of others, is left out */
    public static ActivityView of(Activity activity, long nowMillis, SignalSettings limits) {
        return new ActivityView(
                List.of(
                        span("pagamentos", 1, activity.paid().minute(), nowMillis),
                        span("pagamentos", 60, activity.paid().hour(), nowMillis),
                        span("pagamentos", 1_440, activity.paid().day(), nowMillis),
                        span("recebimentos", 1, activity.received().minute(), nowMillis),
                        span("recebimentos", 60, activity.received().hour(), nowMillis),
                        span("recebimentos", 1_440, activity.received().day(), nowMillis),
                        span("pequenos", 60, activity.small(), nowMillis),
                        span("devolucoes", 1_440, activity.returned(), nowMillis)),
                nightCentavos(activity, nowMillis, limits),
                activity.usual().hours(),
                activity.usual().meanCount(),
                activity.usual().meanCentavos(),
                activity.above().stream().map(Limit::rule).collect(Collectors.toUnmodifiableSet()));
    }

    private static Span span(String of, int minutes, Window window, long nowMillis) {
        Window.Total total = window.before(nowMillis);
        return new Span(of, minutes, total.count(), total.centavos());
    }

    private static long nightCentavos(Activity activity, long nowMillis, SignalSettings limits) {
        long night = Activity.Night.at(nowMillis, limits.zone());
        return night == Long.MIN_VALUE ? 0 : activity.night().centavosOf(night);
    }
}
