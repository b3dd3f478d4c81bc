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

/**
 * The time between the word to stop and the end of listening: requests are served as before, and every answer tells its
 * client to close the connection, so that the next request goes where whoever spreads them sends it by then.
 */
final class Leaving {

    /** As Akka HTTP has it: one of our own making it would drop. */
    private static final HttpHeader CLOSE = new Connection(Util.immutableSeq(List.of("close")));

    private volatile boolean begun;

    /** @return completes when who spreads requests has had the time to notice */
    CompletionStage<Done> begin(ActorSystem<?> system, Duration atLeast) {
        begun = true;
        return Patterns.after(atLeast, system, () -> CompletableFuture.completedFuture(Done.getInstance()));
    }

    /** A switch of protocols is none that ends a connection: a WebSocket that is opened now is closed with 1012 soon. */
    HttpResponse tell(HttpResponse answer) {
        return begun && !answer.status().equals(StatusCodes.SWITCHING_PROTOCOLS) ? answer.addHeader(CLOSE) : answer;
    }
}
