package io.rastro.node.problem;

/** What sort of refusal it is: ours are {@link ProblemType}; a route may have to speak with those of somebody else's API. */
public interface ProblemKind {

    int status();

    String title();

    /** The stable {@code type}. */
    String uri();
}
