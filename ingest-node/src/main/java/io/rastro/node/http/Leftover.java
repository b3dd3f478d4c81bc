package io.rastro.node.http;

import akka.Done;
import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpRequest;
import akka.stream.SystemMaterializer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What is still to come of a body that nobody wants. A server that answers and closes while the client is still sending
 * resets the connection, and the answer is lost with it: so what is under way is read first, within bounds, and the
 * connection can be used again.
 */
final class Leftover {

    /** How much of it is read before the connection is given up. */
    static final long MAX_BYTES = 32L << 20;

    /** How long an answer waits at most for the client to finish. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private Leftover() {}

    /** Never fails: completes when all of it was read, or there is nothing to read, or a bound is reached. */
    static CompletionStage<Done> read(HttpRequest request, ClassicActorSystemProvider system) {
        boolean waitsToBeAsked = request.getHeader("Expect").isPresent();
        if (request.entity().isStrict() || waitsToBeAsked) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        CompletionStage<Done> read = request.entity()
                .withSizeLimit(MAX_BYTES)
                .discardBytes(SystemMaterializer.get(system).materializer())
                .completionStage();
        return Stages.direct(read)
                .exceptionally(failure -> Done.getInstance())
                .toCompletableFuture()
                .completeOnTimeout(Done.getInstance(), MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
