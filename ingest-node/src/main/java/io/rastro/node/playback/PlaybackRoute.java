package io.rastro.node.playback;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.japi.Pair;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.positions.CourierIds;
import io.rastro.node.positions.History;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/couriers/{courierId}/live?from=&to=&speed=}: a courier's history from the table as live frames, ordered by
 * the time of the fix, each once, up to what the table has when its end is read. Without any of these parameters it is the live
 * route.
 *
 * <p>The first page is read before the connection is opened, so that a table that does not answer is a 503. Of the next ones
 * one is held, and read when the one before it has been shown. When the table does not answer then, or too many are reading, it
 * is asked again for a while, and the history goes on later.
 */
public final class PlaybackRoute {

    private static final Logger LOG = LoggerFactory.getLogger(PlaybackRoute.class);
    /** Each connection holds one: some 10 KiB, and half a MiB when all attributes are as long as they may be. */
    private static final int PAGE = 50;

    private static final int PAGES_AT_ONCE = 32;
    private static final int READ_ATTEMPTS = 30;
    private static final Duration READ_PAUSE = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final History history;
    private final LiveConnections connections;
    private final Admission admission;
    private final Admission reading = new Admission(PAGES_AT_ONCE);

    private PlaybackRoute(ActorSystem<?> system, History history, LiveConnections connections, Admission admission) {
        this.system = system;
        this.history = history;
        this.connections = connections;
        this.admission = admission;
    }

    /** @param live the same resource, for who asks for what comes */
    public static Route beside(
            Route live, ActorSystem<?> system, History history, LiveConnections connections, Admission admission) {
        PlaybackRoute playback = new PlaybackRoute(system, history, connections, admission);
        return new Route(live.method(), live.template(), (request, variables) -> {
            QueryParameters query = QueryParameters.of(request);
            return PlaybackQuery.isOne(query)
                    ? playback.handle(request, query, variables)
                    : live.handler().handle(request, variables);
        });
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, QueryParameters query, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        PlaybackQuery asked = PlaybackQuery.of(request, query, Clock.systemUTC());
        if (asked.isOver()) {
            // Who listens for server-sent events comes back until it is told that nothing more comes.
            return CompletableFuture.completedFuture(HttpResponse.create().withStatus(StatusCodes.NO_CONTENT));
        }
        return admission.during(() -> page(courierId, asked, asked.seen())).handle((first, failure) -> {
            if (failure != null) {
                LOG.warn("no history is played, the table does not answer: {}", failure.toString());
                throw Unavailable.because("The table of positions does not answer.")
                        .toException();
            }
            return connections.open(request, shown(courierId, asked, first));
        });
    }

    private LiveConnections.Shown<PlaybackFrame> shown(String courierId, PlaybackQuery asked, History.Page first) {
        return new LiveConnections.Shown<>(
                positions(courierId, asked, first).via(new Paced(Pace.of(asked.speed()))),
                PlaybackJson::of,
                PlaybackJson::event,
                (ignored, close) -> {});
    }

    private Source<TracedPosition, NotUsed> positions(String courierId, PlaybackQuery asked, History.Page first) {
        Source<TracedPosition, NotUsed> others = Source.unfoldAsync(
                        Optional.ofNullable(first.nextCursor()),
                        (Optional<String> cursor) -> cursor.isEmpty()
                                ? CompletableFuture.completedStage(
                                        Optional.<Pair<Optional<String>, List<TracedPosition>>>empty())
                                : patientPage(courierId, asked, cursor.get())
                                        .thenApply(page -> Optional.of(
                                                Pair.create(Optional.ofNullable(page.nextCursor()), page.positions()))))
                .mapConcat(page -> page);
        return Source.from(first.positions()).concatLazy(others);
    }

    private CompletionStage<History.Page> patientPage(String courierId, PlaybackQuery asked, String cursor) {
        return Patterns.retry(
                () -> reading.during(() -> page(courierId, asked, cursor)), READ_ATTEMPTS, READ_PAUSE, system);
    }

    private CompletionStage<History.Page> page(String courierId, PlaybackQuery asked, @Nullable String cursor) {
        return history.page(courierId, asked.from(), asked.to(), PAGE, cursor);
    }
}
