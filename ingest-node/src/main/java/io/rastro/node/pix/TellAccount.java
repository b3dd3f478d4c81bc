package io.rastro.node.pix;

import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Records what a client of ours tells, and answers it: with each item that was not taken, and 422 when none was. */
final class TellAccount {

    private final Recording recording;

    TellAccount(Recording recording) {
        this.recording = recording;
    }

    /** @param facts see {@link io.rastro.sharding.pix.PixAccount.Record} */
    CompletionStage<HttpResponse> tell(String accountId, Told told, boolean facts, long receivedAtMillis) {
        recording.intake().rejected(told.refused().size());
        if (told.items().isEmpty()) {
            return CompletableFuture.failedStage(nothingGood(told.refused()).toException());
        }
        return recording
                .record(accountId, told.items(), facts, receivedAtMillis)
                .thenApply(recorded -> answer(accountId, told, facts, recorded));
    }

    private static HttpResponse answer(String accountId, Told told, boolean facts, Recorded recorded) {
        List<Told.Refused> broken = told.broken(recorded.broken());
        if (facts) {
            return PixJson.ok(recorded(accountId, recorded, told.refused(), broken));
        }
        List<Told.Refused> refused = told.refusedAnd(broken);
        if (recorded.accepted() + recorded.duplicates() == 0) {
            throw nothingGood(refused).toException();
        }
        return PixJson.ok(recorded(accountId, recorded, refused, null));
    }

    /** @param broken facts that were taken although they violate a rule */
    private static byte[] recorded(
            String accountId, Recorded recorded, List<Told.Refused> refused, @Nullable List<Told.Refused> broken) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            PixJson.writeCounts(recorded, out);
            Told.write("rejected", refused, out);
            if (broken != null) {
                Told.write("violations", broken, out);
            }
            out.writeStringField("persistenceId", PixAccountId.persistenceId(accountId));
            out.writeNumberField("seqNr", recorded.seqNr());
            out.writeEndObject();
        });
    }

    private static Problem nothingGood(List<Told.Refused> refused) {
        if (refused.isEmpty()) {
            return Problem.of(ProblemType.NO_PIX_EVENTS, "The body has no item: nothing was stored.");
        }
        Told.Refused first = refused.get(0);
        String detail = Told.firstOf(refused);
        Problem problem = first.member().equals("field")
                ? Problem.of(ProblemType.ALL_PIX_EVENTS_REJECTED, first.what(), detail)
                : Problem.of(ProblemType.ALL_PIX_EVENTS_REJECTED, detail);
        return problem.withMembers(out -> Told.write("rejected", refused, out));
    }
}
