package io.rastro.node.http;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.UnreadableBodyException;

/** A body of which nothing can be taken: 413 when it holds too much, else 400. */
public final class UnreadableBody {

    private UnreadableBody() {}

    public static Problem problem(UnreadableBodyException e) {
        return problem(String.valueOf(e.getMessage()), e.isTooLarge());
    }

    /** @param why without what was sent */
    public static Problem problem(String why, boolean tooLarge) {
        return Problem.of(tooLarge ? ProblemType.BODY_TOO_LARGE : ProblemType.UNREADABLE_BODY, why);
    }
}
