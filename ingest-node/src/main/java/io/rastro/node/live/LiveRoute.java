package io.rastro.node.live;

import akka.http.javadsl.model.HttpRequest;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.sharding.live.Cursor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * One entity of a kind, live. What a client sends over the WebSocket is ignored as far as {@link Sockets} lets it: a
 * keep-alive of a proxy or a library ends nothing.
 */
public final class LiveRoute {

    private LiveRoute() {}

    /**
     * @param template with one variable, the entity's id
     * @param required the id, or a 400 that says what is wrong with it
     */
    public static Route of(
            String template,
            UnaryOperator<String> required,
            Watching watching,
            FrameJson<?> json,
            LiveConnections connections) {
        return Route.get(template, (request, variables) -> {
            String id = required.apply(variables.get(0));
            return CompletableFuture.completedFuture(connections.open(
                    request,
                    new LiveConnections.Shown<>(
                            watching.live(id, cursor(request)), json::text, json::event, (ignored, close) -> {})));
        });
    }

    /** {@code Last-Event-ID} wins: a browser that connects again still has the URL of its first time. */
    private static Optional<Cursor> cursor(HttpRequest request) {
        Optional<String> lastEvent = request.getHeader("Last-Event-ID").map(header -> header.value());
        if (lastEvent.isPresent()) {
            return Optional.of(Cursor.parse(lastEvent.get())
                    .orElseThrow(() -> Problem.of(
                                    ProblemType.INVALID_HEADER,
                                    "Last-Event-ID",
                                    "Last-Event-ID must be the id of an event: seq or seq.index.")
                            .toException()));
        }
        return QueryParameters.of(request)
                .text("fromSeq")
                .map(text -> Cursor.parse(text)
                        .orElseThrow(() -> QueryParameters.wrong(
                                "fromSeq", "must be a cursor: seq or seq.index, whole numbers from 0")));
    }
}
