package io.rastro.node.geofences;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.positions.CourierIds;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.geofence.Geofence;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.geofence.GeofenceJson;
import io.rastro.sharding.geofence.Geofences;
import io.rastro.sharding.geofence.InvalidGeofenceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/geofences}, and {@code /v1/couriers/{courierId}/geofences}: those that a courier is in. */
public final class GeofenceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(GeofenceRoutes.class);
    private static final ContentType GEO_JSON = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "geo+json", HttpCharsets.UTF_8, Map.of(), false));
    private static final Set<String> TAKEN = Set.of("application/geo+json", "application/json");
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_PAGE = 1024 * 1024;

    private final Geofences geofences;
    private final Function<String, CompletionStage<Courier.InsideReply>> inside;
    private final Admission admission;
    private final BodyReader bodies;

    private GeofenceRoutes(
            Geofences geofences,
            Function<String, CompletionStage<Courier.InsideReply>> inside,
            Admission admission,
            BodyReader bodies) {
        this.geofences = geofences;
        this.inside = inside;
        this.admission = admission;
        this.bodies = bodies;
    }

    /** @param inside asks a courier, by its id */
    public static List<Route> of(
            Geofences geofences,
            Function<String, CompletionStage<Courier.InsideReply>> inside,
            Admission admission,
            BodyReader bodies) {
        GeofenceRoutes routes = new GeofenceRoutes(geofences, inside, admission, bodies);
        String one = "/v1/geofences/{geofenceId}";
        return List.of(
                Route.put(one, routes::put),
                Route.get(one, routes::get),
                Route.delete(one, routes::delete),
                Route.get("/v1/geofences", routes::list),
                Route.get("/v1/couriers/{courierId}/geofences", routes::around));
    }

    private CompletionStage<HttpResponse> put(HttpRequest request, List<String> variables) {
        String id = required(variables.get(0));
        String type = request.entity().getContentType().mediaType().toString();
        if (!TAKEN.contains(type)) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type",
                            "A geofence comes as application/geo+json or application/json.")
                    .withHeader("Accept", "application/geo+json, application/json")
                    .toException();
        }
        return admission.during(() -> bodies.read(request, body -> put(id, body)));
    }

    private CompletionStage<HttpResponse> put(String id, byte[] body) {
        if (body.length > GeofenceJson.MAX_BYTES) {
            throw Problem.of(
                            ProblemType.BODY_TOO_LARGE,
                            "A geofence may have at most " + GeofenceJson.MAX_BYTES + " bytes.")
                    .toException();
        }
        Geofence geofence;
        try {
            geofence = GeofenceJson.read(id, body);
        } catch (InvalidGeofenceException e) {
            throw Problem.of(
                            e.field().equals("body") ? ProblemType.UNREADABLE_BODY : ProblemType.INVALID_GEOFENCE,
                            e.field(),
                            String.valueOf(e.getMessage()))
                    .toException();
        }
        if (!geofences.index().hasRoomFor(geofence)) {
            throw Problem.of(
                            ProblemType.TOO_MANY_GEOFENCES,
                            "There may be at most " + GeofenceIndex.MOST + " geofences with "
                                    + GeofenceIndex.MOST_VERTICES + " vertices: delete some first.")
                    .toException();
        }
        return geofences.put(geofence).handle((isNew, failure) -> {
            if (failure != null) {
                throw unsure("Not known to be stored", failure);
            }
            return feature(geofence).withStatus(isNew ? StatusCodes.CREATED : StatusCodes.OK);
        });
    }

    private static RuntimeException unsure(String what, Throwable failure) {
        LOG.warn("the table of geofences did not answer: {}", failure.toString());
        return Unavailable.because(
                        "Not known to be stored: the table of geofences does not answer. Sending the same again"
                                + " is safe.")
                .toException();
    }

    private CompletionStage<HttpResponse> get(HttpRequest request, List<String> variables) {
        Geofence geofence = geofences.index().get(required(variables.get(0)));
        if (geofence == null) {
            throw unknown();
        }
        return CompletableFuture.completedStage(feature(geofence));
    }

    private CompletionStage<HttpResponse> delete(HttpRequest request, List<String> variables) {
        String id = required(variables.get(0));
        return admission.during(() -> geofences.delete(id)).handle((wasThere, failure) -> {
            if (failure != null) {
                throw unsure("Not known to be deleted", failure);
            }
            if (!wasThere) {
                throw unknown();
            }
            return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
        });
    }

    private CompletionStage<HttpResponse> list(HttpRequest request, List<String> variables) {
        QueryParameters query = QueryParameters.of(request);
        int limit = query.intIn("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        String after = query.text("cursor").orElse("");
        return admission.during(() -> CompletableFuture.completedStage(page(after, limit)));
    }

    /** Ends where it gets long, wherever the limit is. */
    private HttpResponse page(String after, int limit) {
        List<Geofence> shown = new ArrayList<>();
        @Nullable String nextCursor = null;
        int length = 0;
        for (Geofence geofence : geofences.index().page(after, limit + 1)) {
            length += geofence.json().length();
            if (shown.size() == limit || length > MAX_PAGE && !shown.isEmpty()) {
                nextCursor = shown.get(shown.size() - 1).id();
                break;
            }
            shown.add(geofence);
        }
        return HttpResponse.create().withEntity(HttpEntities.create(GEO_JSON, collection(shown, nextCursor)));
    }

    private static byte[] collection(List<Geofence> geofences, @Nullable String nextCursor) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("type", "FeatureCollection");
            out.writeArrayFieldStart("features");
            for (Geofence geofence : geofences) {
                out.writeRawValue(geofence.json());
            }
            out.writeEndArray();
            out.writeStringField("nextCursor", nextCursor);
            out.writeEndObject();
        });
    }

    private CompletionStage<HttpResponse> around(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        return admission.during(() -> inside.apply(courierId)).thenApply(reply -> {
            if (!(reply instanceof Courier.Inside known)) {
                throw Unavailable.because(
                                "The courier cannot be read now: " + ((Courier.Reply.Busy) reply).reason() + ".")
                        .toException();
            }
            return HttpResponse.create()
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json(courierId, known.inside())));
        });
    }

    private static byte[] json(String courierId, List<InsideGeofence> inside) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("courierId", courierId);
            out.writeArrayFieldStart("geofences");
            for (InsideGeofence each : inside) {
                out.writeStartObject();
                out.writeStringField("geofenceId", each.geofenceId());
                out.writeStringField("enteredAt", Rfc3339.format(each.enteredAtMillis()));
                out.writeBooleanField("dwelt", each.dwelt());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static String required(String id) {
        CourierId.whyInvalid(id).ifPresent(why -> {
            throw Problem.of(ProblemType.INVALID_GEOFENCE_ID, "geofenceId", "geofenceId " + why + ".")
                    .toException();
        });
        return id;
    }

    private static RuntimeException unknown() {
        return Problem.of(ProblemType.UNKNOWN_GEOFENCE, "geofenceId", "There is no geofence with this id.")
                .toException();
    }

    private static HttpResponse feature(Geofence geofence) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(GEO_JSON, geofence.json().getBytes(StandardCharsets.UTF_8)));
    }
}
