package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.UnreadableBody;
import io.rastro.protocol.pix.iso.IsoReader;
import io.rastro.protocol.pix.iso.UnreadableXmlException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /v1/pix/iso20022?account=}: a pacs.008 or pacs.004 of the SPI. It reports what has happened, so what violates a
 * rule is taken and named, as in a provider's callback.
 */
final class RecordIso {

    private final Admission admission;
    private final BodyReader bodies;
    private final IsoReader reader;
    private final IsoTold told;
    private final TellAccount account;
    private final Clock clock;

    RecordIso(
            Admission admission, BodyReader bodies, IsoReader reader, IsoTold told, TellAccount account, Clock clock) {
        this.admission = admission;
        this.bodies = bodies;
        this.reader = reader;
        this.told = told;
        this.account = account;
        this.clock = clock;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        long receivedAt = clock.millis();
        String accountId = AccountIds.required(QueryParameters.of(request));
        BodyTypes.requireXml(request);
        return admission.during(() -> bodies.read(request, body -> record(accountId, body, receivedAt)));
    }

    private CompletionStage<HttpResponse> record(String accountId, byte[] body, long receivedAt) {
        try {
            return account.tell(accountId, told.of(reader.read(body, 0, body.length)), true, receivedAt);
        } catch (UnreadableXmlException e) {
            throw UnreadableBody.problem(String.valueOf(e.getMessage()), e.isTooLarge())
                    .toException();
        }
    }
}
