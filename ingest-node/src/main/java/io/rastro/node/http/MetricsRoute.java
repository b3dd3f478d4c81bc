package io.rastro.node.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** {@code GET /metrics} in Prometheus' text format, or OpenMetrics for who accepts that. */
public final class MetricsRoute {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsRoute() {}

    public static Route of(PrometheusMeterRegistry meters) {
        return Route.get(
                "/metrics", (request, variables) -> CompletableFuture.completedFuture(answer(meters, request)));
    }

    private static HttpResponse answer(PrometheusMeterRegistry meters, HttpRequest request) {
        boolean open = request.getHeader("Accept")
                .map(accept -> accept.value().contains("application/openmetrics-text"))
                .orElse(false);
        String type = open ? OPEN_METRICS : TEXT;
        byte[] scrape = meters.scrape(type).getBytes(StandardCharsets.UTF_8);
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.parse(type), scrape));
    }
}
