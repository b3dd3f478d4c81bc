package io.rastro.node.positions;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Unavailable;
import io.rastro.node.http.UnreadableBody;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.BodyFormat;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionBatch;
import io.rastro.protocol.courier.PositionsReader;
import io.rastro.protocol.courier.Rejection;
import io.rastro.sharding.courier.Courier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/couriers/{courierId}/positions}: answered after the journal write. The hottest path of a node. */
final class RecordPositions {

    private final CourierRecording recording;
    private final Admission admission;
    private final BodyReader bodies;
    private final PositionsReader positions;

    /** @param admission of requests, from their head on */
    RecordPositions(CourierRecording recording, Admission admission, BodyReader bodies, PositionsReader positions) {
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
            String courierId = CourierIds.required(variables.get(0));
            String key = IdempotencyKeys.of(request);
            BodyFormat format = BodyFormats.of(request);
            CompletionStage<HttpResponse> answer =
                    bodies.read(request, body -> record(courierId, format, body, key, receivedAt));
            waits = true;
            return answer.whenComplete((done, failure) -> admission.leave(1));
        } finally {
            if (!waits) {
                admission.leave(1);
            }
        }
    }

    private CompletionStage<HttpResponse> record(
            String courierId, BodyFormat format, byte[] body, @Nullable String key, long receivedAt) {
        PositionBatch batch;
        try {
            batch = positions.readForCourier(courierId, format, body, 0, body.length, receivedAt);
        } catch (UnreadableBodyException e) {
            throw UnreadableBody.problem(e).toException();
        }
        recording.rejected(batch.rejections().size());
        Batches.requireSomethingGood(batch);
        return recording
                .one(courierId, batch.couriers().get(0).positions(), key, receivedAt)
                .thenApply(reply -> answer(courierId, batch.rejections(), reply));
    }

    private HttpResponse answer(String courierId, List<Rejection> rejections, Courier.Reply reply) {
        if (reply instanceof Courier.Reply.Recorded recorded) {
            byte[] json = rejections.isEmpty() && !recorded.replayed()
                    ? plain(courierId, recorded)
                    : full(courierId, rejections, recorded);
            return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
        }
        return Unavailable.because("Not known to be stored: " + ((Courier.Reply.Busy) reply).reason()
                        + ". Sending the same again is safe.")
                .toResponse();
    }

    /** The usual answer. An id needs no escaping in JSON, see {@link CourierId}. */
    private static byte[] plain(String courierId, Courier.Reply.Recorded recorded) {
        return new StringBuilder(128 + courierId.length())
                .append("{\"accepted\":")
                .append(recorded.accepted())
                .append(",\"duplicates\":")
                .append(recorded.duplicates())
                .append(",\"rejected\":[],\"persistenceId\":\"")
                .append(CourierId.ENTITY_TYPE)
                .append('~')
                .append(courierId)
                .append("\",\"seqNr\":")
                .append(recorded.seqNr())
                .append('}')
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] full(String courierId, List<Rejection> rejections, Courier.Reply.Recorded recorded) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeNumberField("accepted", recorded.accepted());
            out.writeNumberField("duplicates", recorded.duplicates());
            Batches.writeRejected(rejections, out);
            out.writeStringField("persistenceId", CourierId.persistenceId(courierId));
            out.writeNumberField("seqNr", recorded.seqNr());
            if (recorded.replayed()) {
                out.writeBooleanField("replayed", true);
                out.writeNumberField("recorded", recorded.recorded());
            }
            out.writeEndObject();
        });
    }
}
