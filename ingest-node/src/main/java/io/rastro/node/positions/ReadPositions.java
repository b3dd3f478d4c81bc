package io.rastro.node.positions;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Unavailable;
import io.rastro.node.past.At;
import io.rastro.node.past.Past;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest state of a courier, from the courier itself, or the one of an instant; its history, from the table. */
final class ReadPositions {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPositions.class);
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    private final Tracking tracking;
    private final History history;
    private final StateAt stateAt;
    private final Admission admission;

    ReadPositions(Tracking tracking, History history, Past past, Admission admission) {
        this.tracking = tracking;
        this.history = history;
        this.stateAt = new StateAt(past);
        this.admission = admission;
    }

    CompletionStage<HttpResponse> latest(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        Instant at = At.of(QueryParameters.of(request), Clock.systemUTC());
        CompletionStage<Courier.Latest> now =
                admission.during(() -> tracking.latest(courierId)).thenApply(ReadPositions::answered);
        return at == null
                ? now.thenApply(latest -> answer(courierId, latest))
                : now.thenCompose(latest -> stateAt.answer(courierId, at, latest));
    }

    private static Courier.Latest answered(Courier.LatestReply reply) {
        if (!(reply instanceof Courier.Latest latest)) {
            throw Unavailable.because("The courier cannot be read now: " + ((Courier.Reply.Busy) reply).reason() + ".")
                    .toException();
        }
        return latest;
    }

    private static HttpResponse answer(String courierId, Courier.Latest latest) {
        TracedPosition position = latest.latest();
        if (position == null) {
            throw unknownCourier();
        }
        return json(PositionAnswers.latest(courierId, position, latest, null));
    }

    static RuntimeException unknownCourier() {
        return Problem.of(ProblemType.UNKNOWN_COURIER, "courierId", "No position of this courier was ever recorded.")
                .toException();
    }

    CompletionStage<HttpResponse> history(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        QueryParameters query = QueryParameters.of(request);
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        if (from != null && to != null && to.isBefore(from)) {
            throw QueryParameters.wrong("to", "must not be before from");
        }
        int limit = query.intIn("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        String cursor = query.text("cursor").orElse(null);
        return admission.during(() -> page(courierId, from, to, limit, cursor)).handle((page, failure) -> {
            if (page != null) {
                return json(PositionAnswers.history(page));
            }
            throw tableFailed(failure);
        });
    }

    private CompletionStage<History.Page> page(
            String courierId, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        try {
            return history.page(courierId, from, to, limit, cursor);
        } catch (IllegalArgumentException notOurs) {
            throw QueryParameters.wrong("cursor", "must be the nextCursor of the page before");
        }
    }

    private static RuntimeException tableFailed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof TimeoutException)) {
            LOG.warn("the table of positions did not answer: {}", String.valueOf(cause));
        }
        return Unavailable.because("The table of positions does not answer.").toException();
    }

    static HttpResponse json(byte[] body) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }
}
