package io.rastro.node.tracker;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.RawPath;
import io.rastro.node.http.Unavailable;
import io.rastro.node.positions.CourierIds;
import io.rastro.node.positions.CourierRecording;
import io.rastro.node.positions.CourierRecording.Answered;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.TrackerDecoder;
import io.rastro.protocol.tracker.TrackerReport;
import io.rastro.protocol.tracker.TrackerReport.Refusal;
import io.rastro.protocol.tracker.TrackerRequest;
import io.rastro.sharding.courier.Courier;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /clients/{app}}, {@code /clients/{app}/{courierId}} and {@code /clients/{app}/{courierId}/{token}}. What a phone needs of the
 * answer, because it sends in order and again until it is told that it succeeded:
 *
 * <ul>
 *   <li>200 as its app reads it, when all positions are journaled and all that is none is put aside: sending that again would make
 *       it no better, and keep back what comes after it;
 *   <li>503 when something is not known to be stored;
 *   <li>400, 401 or 413 when the app has to be set up otherwise. It keeps what it has until then.
 * </ul>
 */
final class ReportPositions {

    private static final byte[] NO_BODY = new byte[0];

    private final CourierRecording recording;
    private final PutAside putAside;
    private final TrackerAccess access;
    private final Map<TrackerApp, TrackerDecoder> decoders = new EnumMap<>(TrackerApp.class);
    private final Admission admission;
    private final BodyReader bodies;
    private final TrackerMeters meters;

    ReportPositions(
            CourierRecording recording,
            PutAside putAside,
            TrackerAccess access,
            PositionLimits limits,
            Admission admission,
            BodyReader bodies,
            TrackerMeters meters) {
        this.recording = recording;
        this.putAside = putAside;
        this.access = access;
        this.admission = admission;
        this.bodies = bodies;
        this.meters = meters;
        for (TrackerApp app : TrackerApp.values()) {
            decoders.put(app, app.decoder(limits));
        }
    }

    /** @param courierId as the path names it; null when it names nobody */
    private record Call(
            TrackerApp app, @Nullable String courierId, Credentials credentials, String query, Instant receivedAt) {}

    CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        Instant receivedAt = Instant.now();
        TrackerApp app = TrackerApp.named(variables.get(0))
                .orElseThrow(() -> Problem.of(
                                ProblemType.NOT_FOUND,
                                "The apps that are understood: osmand, owntracks, overland, gpslogger.")
                        .toException());
        Call call = new Call(
                app,
                courierId(variables),
                Credentials.of(request, variables.size() > 2 ? variables.get(2) : null),
                RawPath.query(request),
                receivedAt);
        return admission.during(() -> request.method().equals(HttpMethods.GET)
                ? take(call, request, NO_BODY)
                : bodies.read(request, body -> take(call, request, body)));
    }

    /** An address that a person typed often ends with a slash. */
    private static @Nullable String courierId(List<String> variables) {
        return variables.size() < 2 || variables.get(1).isEmpty() ? null : CourierIds.required(variables.get(1));
    }

    private CompletionStage<HttpResponse> take(Call call, HttpRequest request, byte[] body) {
        TrackerReport report = decoder(call.app())
                .decode(
                        new TrackerRequest(
                                call.query(),
                                name -> request.getHeader(name)
                                        .map(HttpHeader::value)
                                        .orElse(null),
                                body,
                                call.courierId(),
                                access.subject(call.credentials())),
                        call.receivedAt().toEpochMilli());
        Refusal refusal = report.refusal();
        if (refusal != null) {
            meters.refused(call.app());
            throw refused(refusal).toException();
        }
        requireAccess(call, report);
        return recording
                .all(report.couriers(), null, call.receivedAt().toEpochMilli())
                .thenCompose(answers -> {
                    CourierRecording.requireAll(answers);
                    return keep(call, report).thenApply(kept -> answer(call.app(), report, answers));
                });
    }

    private TrackerDecoder decoder(TrackerApp app) {
        TrackerDecoder decoder = decoders.get(app);
        if (decoder == null) {
            throw new IllegalStateException("every app has its own");
        }
        return decoder;
    }

    private static Problem refused(Refusal refusal) {
        return refusal.tooLarge()
                ? Problem.of(ProblemType.BODY_TOO_LARGE, refusal.reason() + ".")
                : Problem.of(
                        ProblemType.INVALID_COURIER_ID,
                        "device",
                        "Nothing was taken: " + refusal.reason()
                                + ". docs/phone-apps.md says what to enter in the app.");
    }

    private void requireAccess(Call call, TrackerReport report) {
        boolean mayAll = report.couriers().stream()
                .allMatch(courier -> access.mayReport(call.credentials(), courier.courierId()));
        if (!mayAll) {
            meters.refused(call.app());
            throw Problem.of(ProblemType.UNAUTHORIZED, "These credentials are not those of this courier.")
                    .withHeader("WWW-Authenticate", "Basic realm=\"rastro\", Bearer")
                    .toException();
        }
    }

    private CompletionStage<?> keep(Call call, TrackerReport report) {
        if (report.quarantined().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        recording.rejected(report.quarantined().size());
        return Unavailable.unlessKept(
                putAside.keep(call.app().pathName(), call.receivedAt(), report.quarantined()), "What is no position");
    }

    private HttpResponse answer(TrackerApp app, TrackerReport report, List<Answered> answers) {
        meters.taken(app, report);
        int accepted = 0;
        int duplicates = 0;
        for (Answered answered : answers) {
            Courier.Reply.Recorded recorded = (Courier.Reply.Recorded) answered.reply();
            accepted += recorded.accepted();
            duplicates += recorded.duplicates();
        }
        byte[] json = app.answer(
                accepted,
                duplicates,
                report.contacts().size(),
                report.quarantined().size());
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }
}
