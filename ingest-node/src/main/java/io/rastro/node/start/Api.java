package io.rastro.node.start;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rastro.node.areas.AreaLiveRoute;
import io.rastro.node.areas.WhoIsThereRoute;
import io.rastro.node.geofences.GeofenceRoutes;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyBudget;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.HttpMeters;
import io.rastro.node.http.HttpServer;
import io.rastro.node.http.HttpSettings;
import io.rastro.node.http.MetricsRoute;
import io.rastro.node.http.Route;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.journal.JournalHealth;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.Watching;
import io.rastro.node.map.LiveMap;
import io.rastro.node.map.MapSettings;
import io.rastro.node.membership.Fence;
import io.rastro.node.openapi.ApiDescription;
import io.rastro.node.orders.Carrying;
import io.rastro.node.orders.CourierOrderRoutes;
import io.rastro.node.orders.OrderRoutes;
import io.rastro.node.page.PageFiles;
import io.rastro.node.past.Past;
import io.rastro.node.past.PastAreas;
import io.rastro.node.pix.PixHttpSettings;
import io.rastro.node.pix.PixPage;
import io.rastro.node.pix.PixRoutes;
import io.rastro.node.playback.PlaybackRoute;
import io.rastro.node.positions.CourierRecording;
import io.rastro.node.positions.History;
import io.rastro.node.positions.LivePositions;
import io.rastro.node.positions.PositionRoutes;
import io.rastro.node.positions.Tracking;
import io.rastro.node.receipts.ReceiptRoute;
import io.rastro.node.receipts.Tracing;
import io.rastro.node.share.ShareLinks;
import io.rastro.node.share.ShareRoutes;
import io.rastro.node.share.ShareSettings;
import io.rastro.node.tracker.PutAside;
import io.rastro.node.tracker.TrackerAccess;
import io.rastro.node.tracker.TrackerRoutes;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.Couriers;
import io.rastro.sharding.geofence.Geofences;
import io.rastro.sharding.order.Orders;
import io.rastro.sinks.receipt.ReceiptSettings;
import io.rastro.sinks.table.PositionTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything that a node serves over HTTP.
 *
 * @param endLive ends what is watched
 */
public record Api(List<Route> routes, HttpMeters meters, Supplier<CompletionStage<Done>> endLive) {

    /** What is behind the routes. */
    public record Behind(
            Tracking tracking,
            Watching watching,
            Areas areas,
            Geofences geofences,
            Function<String, CompletionStage<Courier.InsideReply>> inside,
            Carrying carrying,
            Orders orders,
            History history,
            Past past,
            PastAreas pastAreas,
            Tracing tracing,
            JournalHealth journal,
            PixRoutes.Behind pix,
            PutAside putAside) {

        static Behind of(
                Couriers couriers,
                Areas areas,
                Geofences geofences,
                Orders orders,
                PositionTable table,
                Past past,
                PastAreas pastAreas,
                Tracing tracing,
                JournalHealth journal,
                PixRoutes.Behind pix,
                PutAside putAside) {
            return new Behind(
                    new CourierTracking(couriers),
                    couriers::live,
                    areas,
                    geofences,
                    couriers::inside,
                    new CourierCarrying(couriers),
                    orders,
                    (courierId, from, to, limit, cursor) -> table.history(courierId, from, to, limit, cursor)
                            .thenApply(page -> new History.Page(page.items(), page.nextCursor())),
                    past,
                    pastAreas,
                    tracing,
                    journal,
                    pix,
                    putAside);
        }
    }

    public static Api create(
            ActorSystem<?> system,
            HttpSettings settings,
            MapSettings map,
            ShareSettings share,
            PixHttpSettings pix,
            ReceiptSettings receipts,
            Behind behind,
            PrometheusMeterRegistry meters) {
        Admission admission = new Admission(settings.maxInFlight());
        Admission asking = Admission.following(settings.maxInFlight(), settings.answerWithin());
        Admission askingPix = Admission.following(settings.maxInFlight(), settings.answerWithin());
        BodyBudget bodies = new BodyBudget(settings.maxBodyMemory());
        LiveConnections live = new LiveConnections(system, settings.maxLive(), meters);
        JournalGuard guard = new JournalGuard(behind.journal(), Fence.of(system), meters);
        CourierRecording recording = new CourierRecording(system, settings, behind.tracking(), asking, meters);
        List<Route> routes = new ArrayList<>();
        routes.addAll(PositionRoutes.create(
                system,
                settings,
                behind.tracking(),
                recording,
                behind.history(),
                behind.past(),
                guard,
                admission,
                bodies));
        routes.addAll(TrackerRoutes.of(
                recording,
                behind.putAside(),
                TrackerAccess.OPEN,
                PositionRoutes.limits(settings),
                guard,
                admission,
                new BodyReader(settings, bodies, system),
                meters));
        routes.addAll(GeofenceRoutes.of(
                behind.geofences(), behind.inside(), admission, new BodyReader(settings, bodies, system)));
        routes.add(WhoIsThereRoute.of(behind.areas(), behind.pastAreas(), admission));
        routes.add(PlaybackRoute.beside(
                LivePositions.of(behind.watching(), live), system, behind.history(), live, admission));
        routes.add(AreaLiveRoute.of(behind.areas(), live));
        routes.add(ReceiptRoute.of(behind.tracing(), receipts, guard));
        Clock clock = Clock.systemUTC();
        ShareLinks links = new ShareLinks(share.secrets(), clock);
        routes.addAll(ShareRoutes.of(
                links, share, clock, LiveMap.page(map), admission, new BodyReader(settings, bodies, system)));
        routes.addAll(CourierOrderRoutes.of(
                behind.carrying(), guard, admission, new BodyReader(settings, bodies, system), clock));
        routes.addAll(OrderRoutes.of(behind.orders(), links, live, admission, clock));
        routes.addAll(PixRoutes.of(
                pix,
                behind.pix(),
                guard,
                admission,
                askingPix,
                new BodyReader(settings, bodies, system),
                live,
                meters,
                clock));
        routes.add(MetricsRoute.of(meters));
        routes.addAll(PageFiles.common());
        routes.addAll(LiveMap.routes(map));
        routes.addAll(PixPage.routes(pix.limits()));
        routes.add(ApiDescription.route());
        return new Api(List.copyOf(routes), new HttpMeters(meters, admission, asking, askingPix, bodies), live::end);
    }

    /** Returns when connections are taken. Blocks. */
    public ServerBinding bind(ActorSystem<?> system, HttpSettings settings) {
        try {
            return HttpServer.bind(system, settings, routes, meters, endLive)
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw StartFailure.failed(
                    "http cannot listen on " + settings.host() + ":" + settings.port() + ": " + cause.getMessage());
        }
    }
}
