package io.rastro.node.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.headers.Connection;
import akka.japi.Util;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time between the word to stop and the end of listening: requests are served as before, and every answer tells its
 * client to close the connection, so that the next request goes where whoever spreads them sends it by then.
 */
final class Leaving {

    /** As Akka HTTP has it: one of our own making it would drop. */
    private static final HttpHeader CLOSE = new Connection(Util.immutableSeq(List.of("close")));

    private static final Duration POLL = Duration.ofMillis(20);

    /** From an answer of ours to its last byte on the connection. */
    private static final Duration WRITTEN = Duration.ofMillis(100);

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean begun;

    /** A request is being answered, until {@link #tell}. */
    void asked() {
        underWay.incrementAndGet();
    }

    /** @return completes when who spreads requests has had the time to notice */
    CompletionStage<Done> begin(ActorSystem<?> system, Duration atLeast) {
        begun = true;
        return Patterns.after(atLeast, system, () -> CompletableFuture.completedFuture(Done.getInstance()));
    }

    /** A switch of protocols is none that ends a connection: a WebSocket that is opened now is closed with 1012 soon. */
    HttpResponse tell(HttpResponse answer) {
        underWay.decrementAndGet();
        return begun && !answer.status().equals(StatusCodes.SWITCHING_PROTOCOLS) ? answer.addHeader(CLOSE) : answer;
    }

    /**
     * Akka HTTP ends a connection at once when it has its answer, also when the answer is not written yet.
     *
     * @return completes when all requests are answered and the answers written, or after that time
     */
    CompletionStage<Done> answered(ActorSystem<?> system, Duration atMost) {
        return answered(system, System.nanoTime() + atMost.minus(WRITTEN).toNanos());
    }

    private CompletionStage<Done> answered(ActorSystem<?> system, long deadline) {
        boolean over = underWay.get() == 0 || System.nanoTime() - deadline > 0;
        return over
                ? Patterns.after(WRITTEN, system, () -> CompletableFuture.completedFuture(Done.getInstance()))
                : Patterns.after(POLL, system, () -> answered(system, deadline));
    }
}
