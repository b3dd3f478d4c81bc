package io.rastro.node.areas;

import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.ServerSentEvents;
import io.rastro.sharding.area.AreaFrame;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.Bbox;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * {@code GET /v1/live?bbox=}: everyone in a window. Over a WebSocket the client moves it with {@code {"bbox":[minLon, minLat,
 * maxLon, maxLat]}}; what is no such text is answered with a frame that says so, and the window stays. Who sends {@value
 * #MOST_REFUSED} of them in a row is closed with 1008.
 */
public final class AreaLiveRoute {

    private static final int MOST_REFUSED = 100;

    private AreaLiveRoute() {}

    public static Route of(Areas areas, LiveConnections connections) {
        return Route.get("/v1/live", (request, variables) -> {
            Bbox window = Bboxes.parse(QueryParameters.of(request)
                    .text(Bboxes.PARAMETER)
                    .orElseThrow(() ->
                            QueryParameters.wrong(Bboxes.PARAMETER, "is missing: bbox=minLon,minLat,maxLon,maxLat")));
            Areas.Watched watched = areas.live(window);
            return CompletableFuture.completedFuture(connections.open(
                    request,
                    new LiveConnections.Shown<AreaFrame>(
                            watched.frames(),
                            AreaJson::of,
                            frame -> ServerSentEvents.event(AreaJson.of(frame)),
                            new Listener(watched))));
        });
    }

    /** Of one connection, which hears one text after the other. */
    private static final class Listener implements BiConsumer<String, Consumer<String>> {

        private final Areas.Watched watched;
        private int refused;

        private Listener(Areas.Watched watched) {
            this.watched = watched;
        }

        @Override
        public void accept(String text, Consumer<String> close) {
            try {
                watched.move().accept(WindowMessage.parse(text));
                refused = 0;
            } catch (IllegalArgumentException wrong) {
                watched.refuse().accept(wrong.getMessage());
                refused++;
                if (refused == MOST_REFUSED) {
                    close.accept(MOST_REFUSED + " messages in a row were no windows");
                }
            }
        }
    }
}
