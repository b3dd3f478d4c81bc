package io.rastro.node.http;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemException;
import io.rastro.node.problem.ProblemType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as one array, inflated, within the limits. A body that came with its head (the usual case) is read
 * without a stream.
 */
public final class BodyReader {

    private final HttpSettings settings;
    private final BodyBudget budget;
    private final ClassicActorSystemProvider system;
    private final Materializer materializer;

    public BodyReader(HttpSettings settings, BodyBudget budget, ClassicActorSystemProvider system) {
        this.settings = settings;
        this.budget = budget;
        this.system = system;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /**
     * Holds the body's share of the budget until the answer is there, whatever it is.
     *
     * @param then is given the body; not called when the body is refused
     */
    public CompletionStage<HttpResponse> read(
            HttpRequest request, Function<byte[], CompletionStage<HttpResponse>> then) {
        ContentCoding coding = ContentCoding.of(request);
        BodyBudget.Share share = budget.open();
        boolean waits = false;
        try {
            admit(request, share);
            CompletionStage<HttpResponse> answer =
                    strict(request.entity(), share, strict -> then.apply(inflated(coding, strict, share)));
            waits = true;
            return answer.whenComplete((done, failure) -> share.close());
        } finally {
            if (!waits) {
                share.close();
            }
        }
    }

    /**
     * As {@link #read(HttpRequest, Function)}.
     *
     * @param refused is given why a body cannot be taken, before that is answered; when it fails, its failure is answered
     *     instead. Not called when only the node has no room for it just now (503).
     */
    public CompletionStage<HttpResponse> read(
            HttpRequest request,
            Function<byte[], CompletionStage<HttpResponse>> then,
            Function<Problem, CompletionStage<?>> refused) {
        AtomicBoolean taken = new AtomicBoolean();
        CompletionStage<HttpResponse> answer;
        try {
            answer = read(request, body -> {
                taken.set(true);
                return then.apply(body);
            });
        } catch (ProblemException e) {
            answer = Leftover.read(request, system).thenCompose(read -> CompletableFuture.failedStage(e));
        }
        return answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            CompletionStage<?> told = !taken.get() && cause instanceof ProblemException why && isTheSenders(why)
                    ? refused.apply(why.problem())
                    : CompletableFuture.completedStage(null);
            return told.thenCompose(done -> CompletableFuture.failedStage(failure));
        });
    }

    private static boolean isTheSenders(ProblemException why) {
        return why.problem().type().status() < StatusCodes.INTERNAL_SERVER_ERROR.intValue();
    }

    /**
     * A body that would not fit is refused before any of it is read. Room is taken for what has arrived only: a client
     * that promises much and sends nothing takes it from nobody.
     */
    private void admit(HttpRequest request, BodyBudget.Share share) {
        long declared = request.entity().getContentLengthOption().orElse(0);
        if (declared > settings.maxBody()) {
            throw tooLarge().toException();
        }
        if (request.entity().isStrict() ? !share.tryTake(declared) : !budget.hasRoomFor(declared)) {
            throw BodyBudget.full().toException();
        }
    }

    private CompletionStage<HttpResponse> strict(
            RequestEntity entity,
            BodyBudget.Share share,
            Function<HttpEntity.Strict, CompletionStage<HttpResponse>> then) {
        if (entity instanceof HttpEntity.Strict strict) {
            return then.apply(strict);
        }
        Growing growing = new Growing(share);
        CompletionStage<HttpEntity.Strict> whole =
                growing.counted(entity).toStrict(settings.bodyTimeout().toMillis(), settings.maxBody(), materializer);
        return Stages.direct(whole)
                .applyToEither(growing.givenUp, strict -> strict)
                .handle((strict, failure) -> strict != null && growing.refusal == null
                        ? strict
                        : refused(growing.refusal == null ? failure : growing.refusal))
                .thenCompose(then);
    }

    /**
     * A body that comes in pieces takes room as it grows. What comes after it was refused is read and thrown away, for a
     * {@linkplain Leftover#MOMENT moment}, as with every other body that nobody wants.
     */
    private final class Growing {

        private final BodyBudget.Share share;
        private final CompletableFuture<HttpEntity.Strict> givenUp = new CompletableFuture<>();
        private long bytes;
        private volatile @Nullable ProblemException refusal;

        Growing(BodyBudget.Share share) {
            this.share = share;
        }

        RequestEntity counted(RequestEntity entity) {
            Flow<ByteString, ByteString, Object> counting =
                    Flow.<ByteString>create().map(this::keep).mapMaterializedValue(nothing -> nothing);
            return ((akka.http.scaladsl.model.RequestEntity) entity.withSizeLimit(Leftover.MAX_BYTES))
                    .transformDataBytes(counting.asScala());
        }

        private ByteString keep(ByteString piece) {
            bytes += piece.size();
            if (refusal == null && bytes > settings.maxBody()) {
                refuse(tooLarge());
            } else if (refusal == null && !share.tryTake(piece.size())) {
                refuse(BodyBudget.full());
            }
            return refusal == null ? piece : ByteString.emptyByteString();
        }

        private void refuse(Problem problem) {
            ProblemException why = problem.toException();
            refusal = why;
            share.close();
            CompletableFuture.delayedExecutor(Leftover.MOMENT.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> givenUp.completeExceptionally(why));
        }
    }

    private byte[] inflated(ContentCoding coding, HttpEntity.Strict strict, BodyBudget.Share share) {
        byte[] body = strict.getData().toArrayUnsafe();
        return coding == ContentCoding.IDENTITY
                ? body
                : Inflation.inflate(coding, body, settings.maxInflatedBody(), share::take);
    }

    private Problem tooLarge() {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE, "A body may have at most " + settings.maxBody() + " bytes as it is sent.");
    }

    private HttpEntity.Strict refused(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ProblemException known) {
            throw known;
        }
        if (cause instanceof TimeoutException) {
            throw Problem.of(
                            ProblemType.BODY_TOO_SLOW,
                            "The body did not arrive within "
                                    + settings.bodyTimeout().toSeconds() + " s.")
                    .toException();
        }
        throw Problem.of(ProblemType.UNREADABLE_BODY, "The body broke off before its end.")
                .toException();
    }
}
