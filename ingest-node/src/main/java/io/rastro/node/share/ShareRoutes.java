package io.rastro.node.share;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Route;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.positions.OrderIds;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.Rfc3339;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/orders/{orderId}/share} makes a link, {@code GET /share/{token}} is where it leads. */
public final class ShareRoutes {

    private static final String JSON = "application/json";
    private static final HttpHeader NOT_KEPT = RawHeader.create("Cache-Control", "no-store");

    /** The link is the key: no cache keeps what it opens, no other site is told of it, no search finds it. */
    private static final List<HttpHeader> OF_THE_PAGE = List.of(
            NOT_KEPT, RawHeader.create("Referrer-Policy", "no-referrer"), RawHeader.create("X-Robots-Tag", "noindex"));

    private final ShareLinks links;
    private final ShareSettings settings;
    private final Clock clock;
    private final HttpResponse page;
    private final Admission admission;
    private final BodyReader bodies;

    private ShareRoutes(
            ShareLinks links,
            ShareSettings settings,
            Clock clock,
            HttpResponse page,
            Admission admission,
            BodyReader bodies) {
        this.links = links;
        this.settings = settings;
        this.clock = clock;
        this.page = page.addHeaders(OF_THE_PAGE);
        this.admission = admission;
        this.bodies = bodies;
    }

    /** @param page the map, which sees from its address what it is to show */
    public static List<Route> of(
            ShareLinks links,
            ShareSettings settings,
            Clock clock,
            HttpResponse page,
            Admission admission,
            BodyReader bodies) {
        ShareRoutes routes = new ShareRoutes(links, settings, clock, page, admission, bodies);
        return List.of(
                Route.post("/v1/orders/{orderId}/share", routes::share), Route.get("/share/{token}", routes::show));
    }

    private CompletionStage<HttpResponse> share(HttpRequest request, List<String> variables) {
        String orderId = OrderIds.required(variables.get(0));
        String base = settings.baseUrl().isEmpty() ? OwnUrl.of(request) : settings.baseUrl();
        String type = request.entity().getContentType().mediaType().toString();
        return admission.during(() -> bodies.read(
                request, body -> CompletableFuture.completedStage(link(orderId, base, timeToLive(type, body)))));
    }

    private Duration timeToLive(String type, byte[] body) {
        if (body.length == 0) {
            return settings.defaultTimeToLive();
        }
        if (!type.equals(JSON)) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type",
                            "The body, if any, comes as " + JSON + ".")
                    .withHeader("Accept", JSON)
                    .toException();
        }
        return ShareBody.timeToLive(body, settings);
    }

    private HttpResponse link(String orderId, String base, Duration timeToLive) {
        Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(timeToLive);
        String token = links.sign(orderId, expiresAt);
        String url = base + "/share/" + token;
        return HttpResponse.create()
                .withStatus(StatusCodes.CREATED)
                .addHeader(NOT_KEPT)
                .addHeader(RawHeader.create("Location", url))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json(url, token, expiresAt)));
    }

    private static byte[] json(String url, String token, Instant expiresAt) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("url", url);
            out.writeStringField("token", token);
            out.writeStringField("expiresAt", Rfc3339.format(expiresAt.toEpochMilli()));
            out.writeEndObject();
        });
    }

    private CompletionStage<HttpResponse> show(HttpRequest request, List<String> variables) {
        ShareLinks.Shared shared = links.read(variables.get(0));
        return CompletableFuture.completedStage(
                shared instanceof ShareLinks.Shared.Valid
                        ? page
                        : refused(request, shared instanceof ShareLinks.Shared.Expired));
    }

    private static HttpResponse refused(HttpRequest request, boolean expired) {
        Problem problem = ShareLinks.refusal(expired);
        HttpResponse answer = RefusedPage.isWanted(request)
                ? RefusedPage.of(request, expired).withStatus(problem.type().status())
                : problem.toResponse();
        return answer.addHeaders(OF_THE_PAGE);
    }
}
