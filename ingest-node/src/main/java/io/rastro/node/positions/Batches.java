package io.rastro.node.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.PositionBatch;
import io.rastro.protocol.courier.Rejection;
import java.io.IOException;
import java.util.List;

/** What both POST routes say about a body that holds nothing good. */
final class Batches {

    private Batches() {}

    /** Throws the 422 of a batch without a single good position. */
    static void requireSomethingGood(PositionBatch batch) {
        if (batch.items() == 0) {
            throw Problem.of(ProblemType.NO_POSITIONS, "The body has no item: nothing was stored.")
                    .toException();
        }
        if (batch.couriers().isEmpty()) {
            Rejection first = batch.rejections().get(0);
            throw Problem.of(
                            ProblemType.ALL_POSITIONS_REJECTED,
                            first.field(),
                            "Item " + first.index() + ": " + first.field() + " " + first.reason() + ".")
                    .withMembers(out -> writeRejected(batch.rejections(), out))
                    .toException();
        }
    }

    static void writeRejected(List<Rejection> rejections, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("rejected");
        for (Rejection rejection : rejections) {
            out.writeStartObject();
            out.writeNumberField("index", rejection.index());
            if (rejection.courierId() != null) {
                out.writeStringField("courierId", rejection.courierId());
            }
            out.writeStringField("field", rejection.field());
            out.writeStringField("reason", rejection.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
