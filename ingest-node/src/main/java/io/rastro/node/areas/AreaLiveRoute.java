package io.rastro.node.areas;

import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.ServerSentEvents;
import io.rastro.sharding.area.AreaFrame;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.Bbox;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /v1/live?bbox=}: everyone in a window. Over a WebSocket the client moves it with {@code {"bbox":[minLon, minLat,
 * maxLon, maxLat]}}; what is no such text is answered with a frame that says so, and the window stays.
 */
public final class AreaLiveRoute {

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
                            text -> hear(text, watched))));
        });
    }

    private static void hear(String text, Areas.Watched watched) {
        try {
            watched.move().accept(WindowMessage.parse(text));
        } catch (IllegalArgumentException wrong) {
            watched.refuse().accept(wrong.getMessage());
        }
    }
}
