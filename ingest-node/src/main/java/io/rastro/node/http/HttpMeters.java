package io.rastro.node.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times what is answered, by route, method and status. */
public final class HttpMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();

    private record Answered(String route, String method, int status) {}

    /**
     * The gauges of what is under way.
     *
     * @param asking couriers
     * @param askingPix Pix accounts
     */
    public HttpMeters(
            MeterRegistry registry, Admission admission, Admission asking, Admission askingPix, BodyBudget bodies) {
        this.registry = registry;
        Gauge.builder("rastro.http.in.flight", admission::inFlight)
                .description("requests that wait for an entity or the table")
                .register(registry);
        asking("rastro.http.asking", "couriers that are asked to record positions and have not answered yet", asking);
        asking("rastro.pix.asking", "questions to Pix accounts that are not answered yet", askingPix);
        Gauge.builder("rastro.http.body.bytes", bodies::held)
                .description("bytes of bodies, as sent and inflated, of requests that are not answered yet")
                .register(registry);
    }

    private void asking(String name, String what, Admission asking) {
        Gauge.builder(name, asking::inFlight).description(what).register(registry);
        Gauge.builder(name + ".limit", asking::limit)
                .description("how many of them there may be just now")
                .register(registry);
    }

    void answered(String route, String method, int status, long nanos) {
        timers.computeIfAbsent(new Answered(route, method, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answered answered) {
        return Timer.builder("http.server.requests")
                .description("from the head of a request to its answer")
                .tag("route", answered.route())
                .tag("method", known(answered.method()))
                .tag("status", Integer.toString(answered.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Clients may make up methods; they must not make up time series. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS" -> method;
            default -> "other";
        };
    }
}
