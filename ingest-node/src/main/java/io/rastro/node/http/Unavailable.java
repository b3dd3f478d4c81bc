package io.rastro.node.http;

import akka.Done;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The 503s: each tells when to come back, and that the same request can be sent again. */
public final class Unavailable {

    /** Seconds. What overloads a node or moves a courier is usually over by then; clients add their own back-off. */
    private static final String RETRY_AFTER = "1";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Unavailable.class);

    private Unavailable() {}

    /** Refused before anything was done. */
    public static Problem overloaded(String detail) {
        return Problem.of(ProblemType.OVERLOADED, detail).withHeader("Retry-After", RETRY_AFTER);
    }

    /** Not (or perhaps not) done. */
    public static Problem because(String detail) {
        return Problem.of(ProblemType.UNAVAILABLE, detail).withHeader("Retry-After", RETRY_AFTER);
    }

    /**
     * Completes when something is kept, or fails with a 503: what is kept nowhere has to come again. Does not wait for long: Kafka
     * takes milliseconds, or is away for longer than anybody waits.
     *
     * @param what is to be kept, to be read before "could not be put aside"
     */
    public static CompletionStage<Done> unlessKept(CompletionStage<Done> kept, String what) {
        return kept.toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> {
                    LOG.warn("{} cannot be put aside: {}", what, failure.toString());
                    return CompletableFuture.failedStage(
                            because(what + " could not be put aside. Sending the same again is safe.")
                                    .toException());
                });
    }

    public static Problem noAnswerInTime() {
        return because("No answer in time: whether it was stored is not known. Sending the same again is safe.");
    }
}
