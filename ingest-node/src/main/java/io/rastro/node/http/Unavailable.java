package io.rastro.node.http;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;

/** The 503s: each tells when to come back, and that the same request can be sent again. */
public final class Unavailable {

    /** Seconds. What overloads a node or moves a courier is usually over by then; clients add their own back-off. */
    private static final String RETRY_AFTER = "1";

    private Unavailable() {}

    /** Refused before anything was done. */
    public static Problem overloaded(String detail) {
        return Problem.of(ProblemType.OVERLOADED, detail).withHeader("Retry-After", RETRY_AFTER);
    }

    /** Not (or perhaps not) done. */
    public static Problem because(String detail) {
        return Problem.of(ProblemType.UNAVAILABLE, detail).withHeader("Retry-After", RETRY_AFTER);
    }

    public static Problem noAnswerInTime() {
        return because("No answer in time: whether it was stored is not known. Sending the same again is safe.");
    }
}
