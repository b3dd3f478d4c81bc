package io.rastro.node.tracker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import io.rastro.protocol.tracker.TrackerReport;
import java.util.EnumMap;
import java.util.Map;

/** Counts what apps send, once it is stored, and requests that are refused. */
final class TrackerMeters {

    private final Map<TrackerApp, Counters> byApp = new EnumMap<>(TrackerApp.class);

    private record Counters(Counter positions, Counter contacts, Counter putAside, Counter refused) {}

    TrackerMeters(MeterRegistry registry) {
        for (TrackerApp app : TrackerApp.values()) {
            byApp.put(
                    app,
                    new Counters(
                            counter(registry, app, "position"),
                            counter(registry, app, "contact"),
                            counter(registry, app, "quarantined"),
                            counter(registry, app, "refused")));
        }
    }

    private static Counter counter(MeterRegistry registry, TrackerApp app, String what) {
        return Counter.builder("rastro.clients.items")
                .description("what tracker apps sent; refused: whole requests")
                .tag("app", app.pathName())
                .tag("what", what)
                .register(registry);
    }

    void taken(TrackerApp app, TrackerReport report) {
        Counters counters = counters(app);
        for (CourierPositions courier : report.couriers()) {
            counters.positions().increment(courier.positions().size());
        }
        counters.contacts().increment(report.contacts().size());
        counters.putAside().increment(report.quarantined().size());
    }

    void refused(TrackerApp app) {
        counters(app).refused().increment();
    }

    private Counters counters(TrackerApp app) {
        Counters counters = byApp.get(app);
        if (counters == null) {
            throw new IllegalStateException("every app has its own");
        }
        return counters;
    }
}
