package io.rastro.node.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One method of one resource.
 *
 * @param template the path; a segment in braces is a variable, as in {@code /v1/couriers/{courierId}}
 */
public record Route(HttpMethod method, String template, Handler handler) {

    /** Answers a request. May throw or fail with a {@link io.rastro.node.problem.ProblemException}. */
    @FunctionalInterface
    public interface Handler {
        /** @param variables the values of the template's variables in order, percent-decoded */
        CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables);
    }

    public static Route get(String template, Handler handler) {
        return new Route(HttpMethods.GET, template, handler);
    }

    public static Route put(String template, Handler handler) {
        return new Route(HttpMethods.PUT, template, handler);
    }

    public static Route delete(String template, Handler handler) {
        return new Route(HttpMethods.DELETE, template, handler);
    }

    public static Route post(String template, Handler handler) {
        return new Route(HttpMethods.POST, template, handler);
    }
}
