package io.rastro.node.http;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as one array, inflated, within the limits. A body that came with its head (the usual case) is read
 * without a stream.
 */
public final class BodyReader {

    /** How much of a body that nobody wants is read before the connection is given up. */
    private static final long DISCARD_BYTES = 32L << 20;

    private final HttpSettings settings;
    private final Materializer materializer;

    public BodyReader(HttpSettings settings, ClassicActorSystemProvider system) {
        this.settings = settings;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** @param then is given the body; not called when the body is refused */
    public CompletionStage<HttpResponse> read(
            HttpRequest request, Function<byte[], CompletionStage<HttpResponse>> then) {
        HttpEntity entity = request.entity();
        ContentCoding coding = ContentCoding.of(request);
        long declared = entity.getContentLengthOption().orElse(0);
        if (declared > settings.maxBody()) {
            discard(request, materializer);
            throw tooLarge().withHeader("Connection", "close").toException();
        }
        if (entity instanceof HttpEntity.Strict strict) {
            return then.apply(inflated(coding, strict));
        }
        return Stages.direct(entity.withSizeLimit(settings.maxBody())
                        .toStrict(settings.bodyTimeout().toMillis(), settings.maxBody() + 1L, materializer))
                .handle((strict, failure) -> strict != null ? strict : refused(failure))
                .thenCompose(strict -> then.apply(inflated(coding, strict)));
    }

    /** Reads what nobody wants, up to a bound, so that the answer reaches a client that is still sending. */
    static void discard(HttpRequest request, ClassicActorSystemProvider system) {
        if (!request.entity().isStrict()) {
            discard(request, SystemMaterializer.get(system).materializer());
        }
    }

    private static void discard(HttpRequest request, Materializer materializer) {
        boolean waitsToBeAsked = request.getHeader("Expect").isPresent();
        if (!waitsToBeAsked) {
            request.entity().withSizeLimit(DISCARD_BYTES).discardBytes(materializer);
        }
    }

    private byte[] inflated(ContentCoding coding, HttpEntity.Strict strict) {
        byte[] body = strict.getData().toArrayUnsafe();
        return coding == ContentCoding.IDENTITY ? body : Inflation.inflate(coding, body, settings.maxInflatedBody());
    }

    private Problem tooLarge() {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE, "A body may have at most " + settings.maxBody() + " bytes as it is sent.");
    }

    private HttpEntity.Strict refused(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof EntityStreamSizeException) {
            throw tooLarge().withHeader("Connection", "close").toException();
        }
        if (cause instanceof TimeoutException) {
            throw Problem.of(
                            ProblemType.BODY_TOO_SLOW,
                            "The body did not arrive within "
                                    + settings.bodyTimeout().toSeconds() + " s.")
                    .withHeader("Connection", "close")
                    .toException();
        }
        throw Problem.of(ProblemType.UNREADABLE_BODY, "The body broke off before its end.")
                .toException();
    }
}
