package io.rastro.node.orders;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.positions.CourierIds;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.CourierOrders;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /v1/couriers/{courierId}/order}: the order of those positions of a courier that name none. */
public final class CourierOrderRoutes {

    private static final String JSON = "application/json";
    private static final int MAX_BYTES = 4 * 1024;

    private final Carrying carrying;
    private final Admission admission;
    private final BodyReader bodies;
    private final Clock clock;

    private CourierOrderRoutes(Carrying carrying, Admission admission, BodyReader bodies, Clock clock) {
        this.carrying = carrying;
        this.admission = admission;
        this.bodies = bodies;
        this.clock = clock;
    }

    public static List<Route> of(
            Carrying carrying, JournalGuard guard, Admission admission, BodyReader bodies, Clock clock) {
        CourierOrderRoutes routes = new CourierOrderRoutes(carrying, admission, bodies, clock);
        String order = "/v1/couriers/{courierId}/order";
        return List.of(
                Route.put(order, guard.before(routes::put)),
                Route.get(order, routes::get),
                Route.delete(order, guard.before(routes::delete)));
    }

    private CompletionStage<HttpResponse> put(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        if (!request.entity().getContentType().mediaType().toString().equals(JSON)) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type",
                            "What a courier does comes as " + JSON + ".")
                    .withHeader("Accept", JSON)
                    .toException();
        }
        return admission.during(() -> bodies.read(request, body -> put(courierId, body)));
    }

    private CompletionStage<HttpResponse> put(String courierId, byte[] body) {
        if (body.length > MAX_BYTES) {
            throw Problem.of(ProblemType.BODY_TOO_LARGE, "What a courier does has at most " + MAX_BYTES + " bytes.")
                    .toException();
        }
        OrderBody said = OrderBody.read(body);
        return carrying.change(courierId, said.orderId(), said.change(), clock.millis())
                .thenApply(reply -> ok(stored(courierId, said, known(reply))));
    }

    private CompletionStage<HttpResponse> delete(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        return admission
                .during(() -> carrying.change(courierId, null, OrderChange.RELEASED, clock.millis()))
                .thenApply(reply -> {
                    known(reply);
                    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
                });
    }

    private CompletionStage<HttpResponse> get(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        return admission.during(() -> carrying.order(courierId)).thenApply(reply -> {
            if (reply instanceof Courier.Reply.Busy busy) {
                throw Unavailable.because("The courier cannot be read now: " + busy.reason() + ".")
                        .toException();
            }
            return ok(assigned(courierId, ((CourierOrders.Order) reply).order()));
        });
    }

    private static CourierOrders.Order known(CourierOrders.OrderReply reply) {
        if (reply instanceof CourierOrders.Order order) {
            return order;
        }
        throw Unavailable.because("Not known to be stored: " + ((Courier.Reply.Busy) reply).reason()
                        + ". Sending the same again is safe.")
                .toException();
    }

    private static HttpResponse ok(byte[] json) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }

    private static byte[] stored(String courierId, OrderBody said, CourierOrders.Order order) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("persistenceId", CourierId.persistenceId(courierId));
            out.writeNumberField("seqNr", order.seqNr());
            out.writeStringField("orderId", said.orderId());
            out.writeStringField("status", said.change().text());
            out.writeEndObject();
        });
    }

    private static byte[] assigned(String courierId, ServedOrder order) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("courierId", courierId);
            out.writeStringField("orderId", order.assigned());
            out.writeStringField("since", order.assigned() == null ? null : Rfc3339.format(order.assignedAtMillis()));
            out.writeEndObject();
        });
    }
}
