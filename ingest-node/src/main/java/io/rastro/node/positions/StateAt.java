package io.rastro.node.positions;

import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.Unavailable;
import io.rastro.node.past.Past;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a courier as of an instant: its own when that is not before the live position, otherwise of the past. */
final class StateAt {

    private static final Logger LOG = LoggerFactory.getLogger(StateAt.class);

    /** Reads of the journal that pile up would keep couriers from recovering: as many as it has turns for, and half of them. */
    private static final int AT_ONCE = 32;

    /** A look-up takes milliseconds; whoever asks can ask again. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Past past;
    private final Admission admission = new Admission(AT_ONCE);

    StateAt(Past past) {
        this.past = past;
    }

    /** @param now what the courier says */
    CompletionStage<HttpResponse> answer(String courierId, Instant at, Courier.Latest now) {
        TracedPosition live = now.latest();
        if (live == null) {
            throw ReadPositions.unknownCourier();
        }
        if (live.position().fixedAtMillis() <= at.toEpochMilli()) {
            return CompletableFuture.completedFuture(
                    ReadPositions.json(PositionAnswers.latest(courierId, live, now, at)));
        }
        return newest(courierId, now.seqNr(), at).handle((found, failure) -> {
            if (failure != null) {
                throw notKnown(failure);
            }
            TracedPosition then = found.orElseThrow(() -> Problem.of(
                            ProblemType.NO_POSITION_THEN,
                            "at",
                            "Of this courier there is no position of that instant or before it.")
                    .toException());
            return ReadPositions.json(PositionAnswers.then(courierId, then, at));
        });
    }

    /** The place is taken until the work is over, however soon the one who asked was answered. */
    private CompletionStage<Optional<TracedPosition>> newest(String courierId, long lastSeqNr, Instant at) {
        return admission
                .during(() -> past.newest(courierId, lastSeqNr, at))
                .toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static RuntimeException notKnown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Past.TableBehindException) {
            return Unavailable.because("The table of positions is too far behind to tell.")
                    .toException();
        }
        if (!(cause instanceof TimeoutException)) {
            LOG.warn("the past of a courier cannot be read: {}", String.valueOf(cause));
        }
        return Unavailable.because("The journal or the table of positions does not answer.")
                .toException();
    }
}
