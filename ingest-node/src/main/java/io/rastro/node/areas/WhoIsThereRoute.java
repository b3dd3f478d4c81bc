package io.rastro.node.areas;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.past.At;
import io.rastro.node.past.PastAreas;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.AskedArea;
import io.rastro.sharding.area.Bbox;
import io.rastro.sharding.area.Distance;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /v1/couriers?bbox=} and {@code ?near=&radiusM=&limit=}: who is there now, or with {@code at=} was there then.
 * {@code complete} is false when a node did not say, or when {@code at} is so short ago that the table may not have all of it, with a sink that works.
 */
public final class WhoIsThereRoute {

    private static final int MAX_LIMIT = 5_000;
    private static final int DEFAULT_LIMIT = 500;
    private static final int NEAREST = 20;
    private static final int DEFAULT_RADIUS_M = 1_000;
    private static final int MAX_RADIUS_M = (int) Math.ceil(Distance.FARTHEST_M);

    private final Areas areas;
    private final WhoWasThere past;
    private final Admission admission;

    private WhoIsThereRoute(Areas areas, PastAreas past, Admission admission) {
        this.areas = areas;
        this.past = new WhoWasThere(past);
        this.admission = admission;
    }

    public static Route of(Areas areas, PastAreas past, Admission admission) {
        return Route.get("/v1/couriers", new WhoIsThereRoute(areas, past, admission)::handle);
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        QueryParameters query = QueryParameters.of(request);
        String bbox = query.text(Bboxes.PARAMETER).orElse(null);
        String near = query.text("near").orElse(null);
        Instant at = At.of(query, Clock.systemUTC());
        if (bbox != null && near != null) {
            throw QueryParameters.wrong("near", "and bbox are two questions: ask one");
        }
        if (bbox != null) {
            Bbox window = Bboxes.parse(bbox);
            int limit = query.intIn("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
            return at == null
                    ? admission.during(() -> areas.within(window, limit)).handle(WhoIsThereRoute::answer)
                    : past.answer(new AskedArea.Window(window), at, limit, Bboxes.PARAMETER);
        }
        if (near == null) {
            throw QueryParameters.wrong(
                    Bboxes.PARAMETER, "or near is missing: bbox=minLon,minLat,maxLon,maxLat or near=lat,lon");
        }
        double[] place = Bboxes.numbers("near", near, 2, "must be two numbers: lat,lon");
        if (!(Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180)) {
            throw QueryParameters.wrong("near", "must be a latitude from -90 to 90 and a longitude from -180 to 180");
        }
        int radiusM = query.intIn("radiusM", 1, MAX_RADIUS_M, DEFAULT_RADIUS_M);
        int limit = query.intIn("limit", 1, MAX_LIMIT, NEAREST);
        if (at != null) {
            return past.answer(new AskedArea.Circle(place[0], place[1], radiusM), at, limit, "radiusM");
        }
        return admission
                .during(() -> areas.near(place[0], place[1], radiusM, limit))
                .handle(WhoIsThereRoute::answer);
    }

    private static HttpResponse answer(Areas.Answer answer, Throwable failure) {
        if (failure != null) {
            throw Unavailable.because("No node says who is there.").toException();
        }
        return json(AreaJson.of(answer, null));
    }

    static HttpResponse json(byte[] body) {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }
}
