package io.rastro.node.positions;

import akka.actor.typed.ActorSystem;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyBudget;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.HttpSettings;
import io.rastro.node.http.Route;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.past.Past;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.courier.PositionsReader;
import java.util.List;

/** The routes of positions. */
public final class PositionRoutes {

    private PositionRoutes() {}

    public static List<Route> create(
            ActorSystem<?> system,
            HttpSettings settings,
            Tracking tracking,
            CourierRecording recording,
            History history,
            Past past,
            JournalGuard guard,
            Admission admission,
            BodyBudget budget) {
        BodyReader bodies = new BodyReader(settings, budget, system);
        PositionsReader reader = new PositionsReader(limits(settings));
        RecordPositions one = new RecordPositions(recording, admission, bodies, reader);
        RecordGatewayPositions many = new RecordGatewayPositions(recording, admission, bodies, reader);
        ReadPositions read = new ReadPositions(tracking, history, past, admission);
        return List.of(
                Route.post("/v1/couriers/{courierId}/positions", guard.before(one::handle)),
                Route.post("/v1/positions", guard.before(many::handle)),
                Route.get("/v1/couriers/{courierId}", guard.before(read::latest)),
                Route.get("/v1/couriers/{courierId}/positions", guard.before(read::history)));
    }

    /** What one request may carry, whatever its route. */
    public static PositionLimits limits(HttpSettings settings) {
        PositionLimits defaults = PositionLimits.DEFAULT;
        return new PositionLimits(
                settings.maxPositions(),
                defaults.maxAttributes(),
                defaults.maxAttributeKeyLength(),
                defaults.maxAttributeValueLength(),
                defaults.maxOrderIdLength(),
                settings.maxInflatedBody());
    }
}
