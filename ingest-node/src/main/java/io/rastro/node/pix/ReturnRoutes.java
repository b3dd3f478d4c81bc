package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Unavailable;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /v1/pix/accounts/{accountId}/pix/{e2eid}} and its {@code devolucao/{id}}, as the Pix API 2.9.0 has them. */
final class ReturnRoutes {

    private final PixAsking accounts;
    private final Admission admission;
    private final Questions questions;
    private final BodyReader bodies;
    private final RtrIds rtrIds;
    private final Clock clock;

    ReturnRoutes(
            PixAsking accounts,
            Admission admission,
            Questions questions,
            BodyReader bodies,
            RtrIds rtrIds,
            Clock clock) {
        this.accounts = accounts;
        this.admission = admission;
        this.questions = questions;
        this.bodies = bodies;
        this.rtrIds = rtrIds;
        this.clock = clock;
    }

    /** The same again is answered as the first time; only its status may have moved on. */
    CompletionStage<HttpResponse> put(HttpRequest request, List<String> variables) {
        Instant receivedAt = clock.instant();
        String accountId = AccountIds.required(variables.get(0));
        String endToEndId = endToEndId(variables);
        return admission.during(() -> bodies.read(request, body -> {
            ReturnRequest.Reading reading = reading(body);
            return questions
                    .ask(() -> accounts.requestReturn(
                            accountId,
                            endToEndId,
                            variables.get(2),
                            reading,
                            rtrIds.next(receivedAt),
                            receivedAt.toEpochMilli()))
                    .thenApply(ReturnRoutes::answer);
        }));
    }

    private static ReturnRequest.Reading reading(byte[] body) {
        try {
            return ReturnRequest.read(body, 0, body.length);
        } catch (UnreadableBodyException e) {
            throw PixProblem.invalid("O corpo da requisição não é um objeto JSON.")
                    .toException();
        }
    }

    private static HttpResponse answer(PixReply reply) {
        if (reply instanceof Made made) {
            return PixJson.ok(PixJson.devolucao(made.made())).withStatus(StatusCodes.CREATED);
        }
        if (reply instanceof NotMade refused) {
            throw PixProblem.of(refused.problem(), refused.detail()).toException();
        }
        throw busy(reply);
    }

    CompletionStage<HttpResponse> get(HttpRequest request, List<String> variables) {
        return payment(variables)
                .thenApply(payment -> payment.returns().stream()
                        .filter(known -> variables.get(2).equals(known.devolucaoId()))
                        .findFirst()
                        .map(known -> PixJson.ok(PixJson.devolucao(known)))
                        .orElseThrow(() -> PixProblem.notFound().toException()));
    }

    CompletionStage<HttpResponse> getPayment(HttpRequest request, List<String> variables) {
        return payment(variables).thenApply(payment -> PixJson.ok(PixJson.payment(payment)));
    }

    private CompletionStage<KnownPayment> payment(List<String> variables) {
        String accountId = AccountIds.required(variables.get(0));
        String endToEndId = endToEndId(variables);
        return admission
                .during(() -> questions.ask(() -> accounts.payment(accountId, endToEndId)))
                .thenApply(reply -> {
                    if (!(reply instanceof PaymentKnown known)) {
                        throw busy(reply);
                    }
                    if (known.payment() == null) {
                        throw PixProblem.notFound().toException();
                    }
                    return known.payment();
                });
    }

    /** What cannot be one is of no payment. */
    private static String endToEndId(List<String> variables) {
        String id = variables.get(1);
        if (!EndToEndId.mayBeEndToEndId(id)) {
            throw PixProblem.notFound().toException();
        }
        return id;
    }

    private static RuntimeException busy(PixReply reply) {
        return Unavailable.because(((Busy) reply).reason()).toException();
    }
}
