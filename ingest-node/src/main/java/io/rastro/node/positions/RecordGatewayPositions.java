package io.rastro.node.positions;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Stages;
import io.rastro.node.http.Unavailable;
import io.rastro.node.http.UnreadableBody;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.BodyFormat;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionBatch;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import io.rastro.protocol.courier.PositionsReader;
import io.rastro.protocol.courier.Rejection;
import io.rastro.sharding.courier.Courier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/positions}: positions of many couriers, one journal event each. When one of the couriers does not
 * answer, the whole answer is 503: sending all of it again is safe, what was stored counts as a duplicate then.
 */
final class RecordGatewayPositions {

    /** Couriers of one request that are asked at a time, at most; fewer when the node has little room. */
    private static final int PARALLEL = 64;

    /** When it has room for so few that asking all would take more rounds than this, the request is refused. */
    private static final int MOST_ROUNDS = 16;

    private final Tracking tracking;
    private final Admission admission;
    private final Admission asking;
    private final BodyReader bodies;
    private final PositionsReader positions;
    private final Intake intake;
    private final Materializer materializer;
    private final int maxCouriers;

    RecordGatewayPositions(
            Tracking tracking,
            Admission admission,
            Admission asking,
            BodyReader bodies,
            PositionsReader positions,
            Intake intake,
            Materializer materializer,
            int maxCouriers) {
        this.tracking = tracking;
        this.admission = admission;
        this.asking = asking;
        this.bodies = bodies;
        this.positions = positions;
        this.intake = intake;
        this.materializer = materializer;
        this.maxCouriers = maxCouriers;
    }

    private record Answered(String courierId, Courier.Reply reply) {}

    CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        long receivedAt = System.currentTimeMillis();
        admission.enter();
        boolean waits = false;
        try {
            String key = IdempotencyKeys.of(request);
            BodyFormat format = BodyFormats.of(request);
            CompletionStage<HttpResponse> answer = bodies.read(request, body -> record(format, body, key, receivedAt));
            waits = true;
            return answer.whenComplete((done, failure) -> admission.leave(1));
        } finally {
            if (!waits) {
                admission.leave(1);
            }
        }
    }

    private CompletionStage<HttpResponse> record(
            BodyFormat format, byte[] body, @Nullable String key, long receivedAt) {
        PositionBatch batch;
        try {
            batch = positions.readForGateway(format, body, 0, body.length, receivedAt);
        } catch (UnreadableBodyException e) {
            throw UnreadableBody.problem(e).toException();
        }
        intake.rejected(batch.rejections().size());
        Batches.requireSomethingGood(batch);
        if (batch.couriers().size() > maxCouriers) {
            throw Problem.of(
                            ProblemType.BODY_TOO_LARGE,
                            "One request may carry positions of at most " + maxCouriers + " couriers.")
                    .toException();
        }
        return askAll(batch, key, receivedAt);
    }

    private CompletionStage<HttpResponse> askAll(PositionBatch batch, @Nullable String key, long receivedAt) {
        List<CourierPositions> couriers = batch.couriers();
        int n = couriers.size();
        int parallel = asking.enterWith(Math.min(PARALLEL, (n + MOST_ROUNDS - 1) / MOST_ROUNDS), Math.min(PARALLEL, n));
        return Stages.direct(Source.from(couriers)
                        .mapAsync(parallel, courier -> ask(courier, key, receivedAt))
                        .runWith(Sink.seq(), materializer))
                .whenComplete((answers, failure) -> asking.leave(parallel))
                .thenApply(answers -> answer(batch, answers));
    }

    private CompletionStage<Answered> ask(CourierPositions courier, @Nullable String key, long receivedAt) {
        long askedAt = System.nanoTime();
        return tracking.record(courier.courierId(), courier.positions(), key, receivedAt)
                .whenComplete((reply, failure) ->
                        asking.answered(System.nanoTime() - askedAt, reply instanceof Courier.Reply.Recorded))
                .handle((reply, failure) -> new Answered(
                        courier.courierId(), reply != null ? reply : new Courier.Reply.Busy("no answer in time")));
    }

    private HttpResponse answer(PositionBatch batch, List<Answered> answers) {
        long busy = answers.stream()
                .filter(answered -> answered.reply() instanceof Courier.Reply.Busy)
                .count();
        for (Answered answered : answers) {
            if (answered.reply() instanceof Courier.Reply.Recorded recorded) {
                intake.recorded(recorded.accepted(), recorded.duplicates());
            }
        }
        if (busy > 0) {
            return Unavailable.because(busy + " of " + answers.size() + " couriers did not take their positions."
                            + " Sending all of it again is safe: what was stored counts as a duplicate then.")
                    .toResponse();
        }
        return HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json(batch, answers)));
    }

    private static byte[] json(PositionBatch batch, List<Answered> answers) {
        int accepted = 0;
        int duplicates = 0;
        for (Answered answered : answers) {
            accepted += recorded(answered).accepted();
            duplicates += recorded(answered).duplicates();
        }
        int acceptedInAll = accepted;
        int duplicatesInAll = duplicates;
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeNumberField("accepted", acceptedInAll);
            out.writeNumberField("duplicates", duplicatesInAll);
            Batches.writeRejected(batch.rejections(), out);
            out.writeArrayFieldStart("couriers");
            for (Answered answered : answers) {
                Courier.Reply.Recorded recorded = recorded(answered);
                out.writeStartObject();
                out.writeStringField("courierId", answered.courierId());
                out.writeNumberField("accepted", recorded.accepted());
                out.writeNumberField("duplicates", recorded.duplicates());
                Batches.writeRejected(rejectedOf(answered.courierId(), batch), out);
                out.writeStringField("persistenceId", CourierId.persistenceId(answered.courierId()));
                out.writeNumberField("seqNr", recorded.seqNr());
                if (recorded.replayed()) {
                    out.writeBooleanField("replayed", true);
                    out.writeNumberField("recorded", recorded.recorded());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static List<Rejection> rejectedOf(String courierId, PositionBatch batch) {
        return batch.rejections().isEmpty()
                ? List.of()
                : batch.rejections().stream()
                        .filter(rejection -> courierId.equals(rejection.courierId()))
                        .toList();
    }

    private static Courier.Reply.Recorded recorded(Answered answered) {
        return (Courier.Reply.Recorded) answered.reply();
    }
}
