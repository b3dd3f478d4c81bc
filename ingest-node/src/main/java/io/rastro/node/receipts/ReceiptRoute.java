package io.rastro.node.receipts;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.EventId;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.sinks.receipt.ReceiptSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/receipts/{eventId}}. Without the journal there is no answer but a 503: it alone says whether there is
 * such an event. What the other stores do not say is said to be unknown.
 */
public final class ReceiptRoute {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptRoute.class);

    /** What an id may be, by the first part of a persistence id. */
    private static final Map<String, Function<String, Optional<String>>> WHY_INVALID = Map.of(
            CourierId.ENTITY_TYPE, CourierId::whyInvalid,
            PixAccountId.ENTITY_TYPE, PixAccountId::whyInvalid);

    /** A read of one event takes milliseconds; whoever asks for a receipt can ask again. */
    private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(3);

    private final Tracing tracing;
    private final Admission admission;
    private final int maxSeconds;

    private ReceiptRoute(Tracing tracing, ReceiptSettings settings) {
        this.tracing = tracing;
        this.admission = new Admission(settings.atOnce());
        this.maxSeconds = Math.max(1, (int) settings.maxTimeout().toSeconds());
    }

    public static Route of(Tracing tracing, ReceiptSettings settings, JournalGuard guard) {
        return Route.get("/v1/receipts/{eventId}", guard.before(new ReceiptRoute(tracing, settings)::handle));
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        EventId id = eventId(variables.get(0));
        int seconds = QueryParameters.of(request).intIn("timeoutS", 1, maxSeconds, 0);
        Duration timeout = seconds == 0 ? null : Duration.ofSeconds(seconds);
        return admitted(
                () -> tracing.journaled(id.persistenceId(), id.seqNr()),
                event -> behind(id, holding(id, event), timeout));
    }

    /**
     * The place is taken until the work is over, however soon the one who asked was answered: reads of the journal that
     * pile up would keep couriers from recovering.
     */
    private CompletionStage<HttpResponse> admitted(
            Supplier<CompletionStage<Optional<JournalEvent>>> journal,
            Function<Optional<JournalEvent>, CompletionStage<HttpResponse>> work) {
        if (!admission.tryEnter(1)) {
            throw tooMany();
        }
        CompletionStage<Optional<JournalEvent>> read;
        try {
            read = journal.get();
        } catch (RuntimeException e) {
            admission.leave(1);
            throw e;
        }
        CompletionStage<HttpResponse> answer =
                read.thenCompose(work).whenComplete((done, failure) -> admission.leave(1));
        return inTime(read).thenCompose(event -> answer);
    }

    private static EventId eventId(String text) {
        EventId id = EventId.parse(text)
                .filter(parsed -> parsed.toString().equals(text))
                .orElseThrow(ReceiptRoute::notAnId);
        if (id.seqNr() == Long.MAX_VALUE // which the journal takes for all there are
                || !isEntity(id.persistenceId())) {
            throw notAnId();
        }
        return id;
    }

    private static boolean isEntity(String persistenceId) {
        int end = Math.max(0, persistenceId.indexOf('~'));
        var whyInvalid = WHY_INVALID.get(persistenceId.substring(0, end));
        return whyInvalid != null
                && whyInvalid.apply(persistenceId.substring(end + 1)).isEmpty();
    }

    private static <T> CompletionStage<T> inTime(CompletionStage<T> read) {
        return read.toCompletableFuture()
                .copy()
                .orTimeout(JOURNAL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> {
                    LOG.warn("no receipt, the journal does not answer: {}", failure.toString());
                    return CompletableFuture.failedFuture(
                            Unavailable.because("The journal does not answer.").toException());
                });
    }

    private static PublishedEvent holding(EventId id, Optional<JournalEvent> event) {
        if (event.orElse(null) instanceof PublishedEvent published && id.index() < published.size()) {
            return published;
        }
        throw Problem.of(ProblemType.UNKNOWN_EVENT, "eventId", "The journal has no such event.")
                .toException();
    }

    private CompletionStage<HttpResponse> behind(EventId id, PublishedEvent event, @Nullable Duration timeout) {
        return tracing.behind(id, event, timeout)
                .orElseThrow(ReceiptRoute::tooMany)
                .thenApply(receipt -> HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.APPLICATION_JSON, ReceiptJson.of(id, event, receipt))));
    }

    private static RuntimeException tooMany() {
        return Unavailable.overloaded("The node looks up as many receipts as it takes at once.")
                .toException();
    }

    private static RuntimeException notAnId() {
        return Problem.of(
                        ProblemType.INVALID_EVENT_ID,
                        "eventId",
                        "eventId must be courier~{courierId}~{seqNr}~{index} or pix~{accountId}~{seqNr}~{index}, as headers,"
                                + " tables and files have it.")
                .toException();
    }
}
