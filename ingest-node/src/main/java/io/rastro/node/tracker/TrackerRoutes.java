package io.rastro.node.tracker;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Route;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.positions.CourierRecording;
import io.rastro.protocol.courier.PositionLimits;
import java.util.ArrayList;
import java.util.List;

/** The routes of tracker apps. */
public final class TrackerRoutes {

    /** GPSLogger has a field for it. */
    private static final List<HttpMethod> METHODS =
            List.of(HttpMethods.GET, HttpMethods.POST, HttpMethods.PUT, HttpMethods.PATCH);

    private static final List<String> TEMPLATES =
            List.of("/clients/{app}", "/clients/{app}/{courierId}", "/clients/{app}/{courierId}/{token}");

    private TrackerRoutes() {}

    /** @param limits of each position */
    public static List<Route> of(
            CourierRecording recording,
            PutAside putAside,
            TrackerAccess access,
            PositionLimits limits,
            JournalGuard guard,
            Admission admission,
            BodyReader bodies,
            MeterRegistry meters) {
        Route.Handler handler = guard.before(new ReportPositions(
                recording, putAside, access, limits, admission, bodies, new TrackerMeters(meters))::handle);
        List<Route> routes = new ArrayList<>();
        for (String template : TEMPLATES) {
            METHODS.forEach(method -> routes.add(new Route(method, template, handler)));
        }
        return List.copyOf(routes);
    }
}
