package io.rastro.node.positions;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.PageQuery;
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
import java.util.concurrent.CompletionStage;
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
        PageQuery asked = PageQuery.of(QueryParameters.of(request));
        return asked.read(
                        admission,
                        "positions",
                        () -> history.page(courierId, asked.from(), asked.to(), asked.limit(), asked.cursor()))
                .thenApply(page -> json(PositionAnswers.history(page)));
    }

    static HttpResponse json(byte[] body) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }
}
