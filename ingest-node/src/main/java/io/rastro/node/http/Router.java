package io.rastro.node.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemException;
import io.rastro.node.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, and turns whatever goes wrong on it into a problem. */
public final class Router implements Function<HttpRequest, CompletionStage<HttpResponse>> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final HttpHeader NO_SNIFFING = RawHeader.create("X-Content-Type-Options", "nosniff");
    private static final String NO_ROUTE = "none";

    private final transient List<PathPattern> patterns;
    private final transient HttpMeters meters;
    private final transient CrossOrigin crossOrigin;
    private final transient ActorSystem<?> system;
    private final transient Leaving leaving;

    Router(ActorSystem<?> system, List<Route> routes, HttpMeters meters, CrossOrigin crossOrigin, Leaving leaving) {
        this.system = system;
        this.meters = meters;
        this.crossOrigin = crossOrigin;
        this.leaving = leaving;
        this.patterns = routes.stream().map(PathPattern::new).toList();
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        leaving.asked();
        long began = System.nanoTime();
        String template = NO_ROUTE;
        CompletionStage<HttpResponse> answer;
        try {
            List<String> segments = RawPath.segments(request);
            PathPattern found = find(request.method(), segments);
            if (found == null) {
                answer = Leftover.read(request, system).thenApply(read -> notServed(request, segments));
            } else {
                if (request.method().equals(HttpMethods.GET)) {
                    Leftover.read(request, system);
                }
                template = found.route().template();
                answer = found.route().handler().handle(request, found.variables(segments));
            }
        } catch (RuntimeException e) {
            answer = Leftover.read(request, system).thenCompose(read -> CompletableFuture.failedFuture(e));
        }
        String route = template;
        return answer.handle((response, failure) -> finish(request, route, began, response, failure));
    }

    private @Nullable PathPattern find(HttpMethod method, List<String> segments) {
        for (PathPattern pattern : patterns) {
            if (pattern.route().method().equals(method) && pattern.matches(segments)) {
                return pattern;
            }
        }
        return null;
    }

    private HttpResponse notServed(HttpRequest request, List<String> segments) {
        List<String> allowed = new ArrayList<>();
        for (PathPattern pattern : patterns) {
            if (pattern.matches(segments)) {
                allowed.add(pattern.route().method().name());
            }
        }
        if (allowed.isEmpty()) {
            return Problem.of(ProblemType.NOT_FOUND, "No resource of this API has that path; see /openapi.json.")
                    .toResponse();
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = allowed.stream().distinct().collect(Collectors.joining(", "));
        if (request.method().equals(HttpMethods.OPTIONS)) {
            return HttpResponse.create()
                    .withStatus(StatusCodes.NO_CONTENT)
                    .addHeader(RawHeader.create("Allow", allow + ", OPTIONS"));
        }
        return Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This resource takes " + allow + ".")
                .withHeader("Allow", allow)
                .toResponse();
    }

    private HttpResponse finish(
            HttpRequest request,
            String template,
            long began,
            @Nullable HttpResponse response,
            @Nullable Throwable failure) {
        HttpResponse answer = response != null ? response : problemOf(failure, template);
        meters.answered(template, request.method().name(), answer.status().intValue(), System.nanoTime() - began);
        return leaving.tell(crossOrigin.allow(request, answer.addHeader(NO_SNIFFING)));
    }

    private static HttpResponse problemOf(@Nullable Throwable failure, String template) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException expected) {
            return expected.problem().toResponse();
        }
        if (cause instanceof TimeoutException) {
            return Unavailable.noAnswerInTime().toResponse();
        }
        LOG.error("request failed route={}", template, cause);
        return Problem.of(ProblemType.INTERNAL_ERROR, "The request was not carried out; the log of the node says why.")
                .toResponse();
    }
}
