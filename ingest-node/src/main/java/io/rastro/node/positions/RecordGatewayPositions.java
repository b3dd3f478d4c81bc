package io.rastro.node.positions;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.UnreadableBody;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.positions.CourierRecording.Answered;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.BodyFormat;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionBatch;
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

    private final CourierRecording recording;
    private final Admission admission;
    private final BodyReader bodies;
    private final PositionsReader positions;

    /** @param admission of requests, from their head on */
    RecordGatewayPositions(
            CourierRecording recording, Admission admission, BodyReader bodies, PositionsReader positions) {
        this.recording = recording;
        this.admission = admission;
        this.bodies = bodies;
        this.positions = positions;
    }

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
        recording.rejected(batch.rejections().size());
        Batches.requireSomethingGood(batch);
        return recording.all(batch.couriers(), key, receivedAt).thenApply(answers -> answer(batch, answers));
    }

    private static HttpResponse answer(PositionBatch batch, List<Answered> answers) {
        CourierRecording.requireAll(answers);
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
