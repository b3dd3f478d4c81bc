package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Unavailable;
import io.rastro.node.http.UnreadableBody;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.PixBatch;
import io.rastro.protocol.pix.PixRejection;
import io.rastro.protocol.pix.WebhookReader;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/pix/accounts/{accountId}/webhook/pix}: the callback of a provider, and {@code …/webhook}, to which it posts
 * when it is registered, and its callbacks too where the suffix is kept away with {@code ?ignorar=}.
 *
 * <p>What a provider needs of the answer:
 *
 * <ul>
 *   <li>200 when all that can be understood is journaled; the rest is in {@link Quarantine}, and sending it again would not
 *       make it better;
 *   <li>503 when something is not known to be stored, so that it comes again, perhaps after minutes;
 *   <li>4xx when nothing of the call can be understood. It comes again for some days, ten times or so, and then no more: a
 *       body that was cut off on its way is mended by that, and whoever runs the node has these days for the others. A 200
 *       would be the end of a payment of which nothing is known here.
 * </ul>
 */
final class Webhook {

    /** Of one call; how many more there were is kept as one. */
    static final int MOST_QUARANTINED = 100;

    private final Admission admission;
    private final BodyReader bodies;
    private final WebhookReader reader;
    private final Recording recording;
    private final Quarantine quarantine;
    private final Clock clock;

    Webhook(
            Admission admission,
            BodyReader bodies,
            WebhookReader reader,
            Recording recording,
            Quarantine quarantine,
            Clock clock) {
        this.admission = admission;
        this.bodies = bodies;
        this.reader = reader;
        this.recording = recording;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    private record Call(String accountId, Instant receivedAt) {}

    CompletionStage<HttpResponse> callback(HttpRequest request, List<String> variables) {
        return handle(request, variables, false);
    }

    /** As {@link #callback}; a body without anything is how some try the address out. */
    CompletionStage<HttpResponse> base(HttpRequest request, List<String> variables) {
        return handle(request, variables, true);
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables, boolean mayBeEmpty) {
        Instant receivedAt = clock.instant();
        Call call = new Call(AccountIds.required(variables.get(0)), receivedAt);
        return admission.during(() -> bodies.read(
                request,
                body -> body.length == 0 && mayBeEmpty
                        ? take(call, body, new PixBatch(List.of(), List.of()))
                        : read(call, body),
                why -> refused(call, null, why)));
    }

    private CompletionStage<HttpResponse> read(Call call, byte[] body) {
        PixBatch batch;
        try {
            batch = reader.read(body, 0, body.length);
        } catch (UnreadableBodyException e) {
            Problem unreadable = UnreadableBody.problem(e);
            return refused(call, body, unreadable)
                    .thenCompose(kept -> CompletableFuture.failedStage(unreadable.toException()));
        }
        return take(call, body, batch);
    }

    /** @param body null when not all of it was read */
    private CompletionStage<?> refused(Call call, byte @Nullable [] body, Problem why) {
        recording.intake().rejected(1);
        return keep(call, body, List.of(new Quarantine.Item("body", "", why.detail(), null)));
    }

    private CompletionStage<HttpResponse> take(Call call, byte[] body, PixBatch batch) {
        recording.intake().rejected(batch.rejections().size());
        return recording
                .record(call.accountId(), batch.items(), true, call.receivedAt().toEpochMilli())
                .thenCompose(recorded ->
                        quarantine(call, body, batch.rejections()).thenApply(kept -> answer(call, batch, recorded)));
    }

    private CompletionStage<?> quarantine(Call call, byte[] body, List<PixRejection> rejections) {
        if (rejections.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<Quarantine.Item> items = new ArrayList<>();
        for (PixRejection each : rejections.subList(0, Math.min(rejections.size(), MOST_QUARANTINED))) {
            items.add(new Quarantine.Item("pix[" + each.index() + ']', each.field(), each.reason(), each.endToEndId()));
        }
        int more = rejections.size() - items.size();
        if (more > 0) {
            items.add(new Quarantine.Item("body", "", more + " more of this call cannot be understood", null));
        }
        return keep(call, body, items);
    }

    /** What is kept nowhere has to come again. */
    private CompletionStage<?> keep(Call call, byte @Nullable [] body, List<Quarantine.Item> items) {
        String fingerprint = body == null ? null : Fingerprint.of(body, reader.pseudonyms());
        return Unavailable.unlessKept(
                quarantine.keep(new Quarantine.Call(call.accountId(), call.receivedAt(), fingerprint, items)),
                "What cannot be understood");
    }

    private static HttpResponse answer(Call call, PixBatch batch, Recorded recorded) {
        if (batch.items().isEmpty() && !batch.rejections().isEmpty()) {
            List<Told.Refused> refused = Told.refused(batch.rejections());
            throw Problem.of(ProblemType.ALL_PIX_EVENTS_REJECTED, Told.firstOf(refused))
                    .withMembers(out -> Told.write("rejected", refused, out))
                    .toException();
        }
        return PixJson.ok(PixJson.reported(call.accountId(), batch, recorded));
    }
}
