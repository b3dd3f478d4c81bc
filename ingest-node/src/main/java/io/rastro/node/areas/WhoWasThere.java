package io.rastro.node.areas;

import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Unavailable;
import io.rastro.node.past.PastAreas;
import io.rastro.sharding.area.AskedArea;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who was there at an instant. One question may read thousands of rows: few at a time. */
final class WhoWasThere {

    private static final Logger LOG = LoggerFactory.getLogger(WhoWasThere.class);
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PastAreas past;
    private final Admission admission = new Admission(AT_ONCE);

    WhoWasThere(PastAreas past) {
        this.past = past;
    }

    /**
     * The place is taken until the work is over, however soon the one who asked was answered.
     *
     * @param parameter what says how large the area is
     */
    CompletionStage<HttpResponse> answer(AskedArea area, Instant at, int limit, String parameter) {
        return admission
                .during(() -> past.who(area, at, limit))
                .toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw notKnown(failure, parameter);
                    }
                    return WhoIsThereRoute.json(AreaJson.of(answer, at));
                });
    }

    private static RuntimeException notKnown(Throwable failure, String parameter) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof PastAreas.TooLargeException tooLarge) {
            return QueryParameters.wrong(parameter, tooLarge.getMessage() + ": make it smaller");
        }
        if (!(cause instanceof TimeoutException)) {
            LOG.warn("the tables of positions do not say who was there: {}", String.valueOf(cause));
        }
        return Unavailable.because("The tables of positions do not answer in time.")
                .toException();
    }
}
