package io.rastro.node.positions;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.CourierId;

/** Courier ids from paths. */
public final class CourierIds {

    private CourierIds() {}

    /** The id, or a 400 that says what is wrong with it. */
    public static String required(String fromPath) {
        CourierId.whyInvalid(fromPath).ifPresent(why -> {
            throw Problem.of(ProblemType.INVALID_COURIER_ID, "courierId", "courierId " + why + ".")
                    .toException();
        });
        return fromPath;
    }
}
