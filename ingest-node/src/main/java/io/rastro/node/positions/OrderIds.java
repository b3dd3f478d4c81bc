package io.rastro.node.positions;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.CourierId;

/** Order ids from paths; the rules are those of courier ids. */
public final class OrderIds {

    private OrderIds() {}

    /** The id, or a 400 that says what is wrong with it. */
    public static String required(String fromPath) {
        CourierId.whyInvalid(fromPath).ifPresent(why -> {
            throw Problem.of(ProblemType.INVALID_ORDER_ID, "orderId", "orderId " + why + ".")
                    .toException();
        });
        return fromPath;
    }
}
