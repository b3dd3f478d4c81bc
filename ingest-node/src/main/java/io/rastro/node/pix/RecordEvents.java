package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.UnreadableBody;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.PixEventsReader;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/pix/accounts/{accountId}/events}: answered after the journal write. */
final class RecordEvents {

    private final Admission admission;
    private final BodyReader bodies;
    private final PixEventsReader reader;
    private final TellAccount account;
    private final Clock clock;

    RecordEvents(Admission admission, BodyReader bodies, PixEventsReader reader, TellAccount account, Clock clock) {
        this.admission = admission;
        this.bodies = bodies;
        this.reader = reader;
        this.account = account;
        this.clock = clock;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        long receivedAt = clock.millis();
        String accountId = AccountIds.required(variables.get(0));
        BodyTypes.requireJson(request);
        return admission.during(() -> bodies.read(request, body -> record(accountId, body, receivedAt)));
    }

    private CompletionStage<HttpResponse> record(String accountId, byte[] body, long receivedAt) {
        try {
            return account.tell(accountId, Told.of(reader.read(body, 0, body.length, receivedAt)), false, receivedAt);
        } catch (UnreadableBodyException e) {
            throw UnreadableBody.problem(e).toException();
        }
    }
}
