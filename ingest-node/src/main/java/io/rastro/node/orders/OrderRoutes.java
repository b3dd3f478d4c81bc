package io.rastro.node.orders;

import akka.NotUsed;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.javadsl.Source;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.positions.OrderIds;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.node.share.ShareLinks;
import io.rastro.sharding.order.OrderCursor;
import io.rastro.sharding.order.OrderFrame;
import io.rastro.sharding.order.OrderLegs;
import io.rastro.sharding.order.Orders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/orders/{orderId}} for those who run the couriers, and {@code /v1/shared/{token}} for who has a link and is to learn
 * nothing but where the order is.
 */
public final class OrderRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(OrderRoutes.class);

    /** No connection lives so long, and Akka has no timer for much more. */
    private static final Duration LONGEST = Duration.ofDays(100);

    private final Orders orders;
    private final ShareLinks links;
    private final LiveConnections connections;
    private final Admission admission;
    private final Clock clock;

    private OrderRoutes(
            Orders orders, ShareLinks links, LiveConnections connections, Admission admission, Clock clock) {
        this.orders = orders;
        this.links = links;
        this.connections = connections;
        this.admission = admission;
        this.clock = clock;
    }

    public static List<Route> of(
            Orders orders, ShareLinks links, LiveConnections connections, Admission admission, Clock clock) {
        OrderRoutes routes = new OrderRoutes(orders, links, connections, admission, clock);
        return List.of(
                Route.get("/v1/orders/{orderId}", routes::get),
                Route.get("/v1/orders/{orderId}/live", routes::live),
                Route.get("/v1/shared/{token}", routes::getShared),
                Route.get("/v1/shared/{token}/live", routes::liveShared));
    }

    private CompletionStage<HttpResponse> get(HttpRequest request, List<String> variables) {
        String orderId = OrderIds.required(variables.get(0));
        return find(orderId).thenApply(order -> {
            if (order.legs().isEmpty() && order.delivered() == null) {
                throw Problem.of(ProblemType.UNKNOWN_ORDER, "orderId", "No courier has carried this order yet.")
                        .toException();
            }
            return ok(OrderJson.order(orderId, order));
        });
    }

    private CompletionStage<HttpResponse> getShared(HttpRequest request, List<String> variables) {
        ShareLinks.Shared.Valid link = links.required(variables.get(0));
        return find(link.orderId())
                .thenApply(
                        order -> ok(SharedJson.order(order, link.expiresAt())).addHeader(SharedJson.NOT_KEPT));
    }

    private CompletionStage<OrderLegs> find(String orderId) {
        return admission.during(() -> orders.find(orderId)).handle((order, failure) -> {
            if (failure != null) {
                LOG.warn("the table of orders does not answer: {}", failure.toString());
                throw Unavailable.because("The table of orders does not answer.")
                        .toException();
            }
            return order;
        });
    }

    private static HttpResponse ok(byte[] json) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }

    private CompletionStage<HttpResponse> live(HttpRequest request, List<String> variables) {
        String orderId = OrderIds.required(variables.get(0));
        return watch(
                request,
                from -> new LiveConnections.Shown<>(
                        orders.live(orderId, from),
                        frame -> OrderJson.text(orderId, frame),
                        frame -> OrderJson.event(orderId, frame),
                        (ignored, close) -> {}));
    }

    private CompletionStage<HttpResponse> liveShared(HttpRequest request, List<String> variables) {
        ShareLinks.Shared.Valid link = links.required(variables.get(0));
        return watch(
                request,
                from -> new LiveConnections.Shown<>(
                        untilItExpires(orders.live(link.orderId(), from), link.expiresAt()),
                        SharedJson::text,
                        SharedJson::event,
                        (ignored, close) -> {}));
    }

    private Source<SharedFrame, NotUsed> untilItExpires(Source<OrderFrame, NotUsed> frames, Instant expiresAt) {
        return Source.lazySource(() -> {
                    AtomicBoolean delivered = new AtomicBoolean();
                    Duration left = Duration.between(clock.instant(), expiresAt);
                    return frames.<SharedFrame>map(frame -> {
                                delivered.compareAndSet(false, frame instanceof OrderFrame.Delivered);
                                return new SharedFrame.OfOrder(frame);
                            })
                            .takeWithin(
                                    left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left)
                            .concatLazy(Source.lazySource(() -> delivered.get()
                                    ? Source.<SharedFrame>empty()
                                    : Source.<SharedFrame>single(new SharedFrame.Expired())));
                })
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    private <F> CompletionStage<HttpResponse> watch(
            HttpRequest request, Function<Optional<OrderCursor>, LiveConnections.Shown<F>> shown) {
        Optional<OrderCursor> from = cursor(request);
        if (from.filter(OrderCursor::isEnd).isPresent() && !wantsSocket(request)) {
            // Who listens for server-sent events comes back until it is told that nothing more comes.
            return CompletableFuture.completedStage(HttpResponse.create().withStatus(StatusCodes.NO_CONTENT));
        }
        return CompletableFuture.completedStage(connections.open(request, shown.apply(from)));
    }

    private static boolean wantsSocket(HttpRequest request) {
        return request.getAttribute(AttributeKeys.webSocketUpgrade).isPresent();
    }

    /** {@code Last-Event-ID} wins: a browser that connects again still has the URL of its first time. */
    private static Optional<OrderCursor> cursor(HttpRequest request) {
        Optional<String> lastEvent = request.getHeader("Last-Event-ID").map(header -> header.value());
        if (lastEvent.isPresent()) {
            return Optional.of(OrderCursor.parse(lastEvent.get())
                    .orElseThrow(() -> Problem.of(
                                    ProblemType.INVALID_HEADER,
                                    "Last-Event-ID",
                                    "Last-Event-ID must be the id of an event of this order.")
                            .toException()));
        }
        return QueryParameters.of(request)
                .text("fromSeq")
                .map(text -> OrderCursor.parse(text)
                        .orElseThrow(() ->
                                QueryParameters.wrong("fromSeq", "must be the cursor of a frame of this order, or 0")));
    }
}
