package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Admission;
import io.rastro.node.http.PageQuery;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Unavailable;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.pix.PixKind;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.PixReply.Busy;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The state of an account, from the account itself; its history, from the table. */
final class ReadAccount {

    private final PixAsking accounts;
    private final PixHistory history;
    private final Admission admission;
    private final Questions questions;

    ReadAccount(PixAsking accounts, PixHistory history, Admission admission, Questions questions) {
        this.accounts = accounts;
        this.history = history;
        this.admission = admission;
        this.questions = questions;
    }

    CompletionStage<HttpResponse> state(HttpRequest request, List<String> variables) {
        String accountId = AccountIds.required(variables.get(0));
        return admission
                .during(() -> questions.ask(() -> accounts.account(accountId)))
                .thenApply(reply -> PixJson.ok(PixJson.account(accountId, seen(reply))));
    }

    private static Account seen(PixReply reply) {
        if (!(reply instanceof Account account)) {
            throw Unavailable.because("The account cannot be read now: " + ((Busy) reply).reason() + ".")
                    .toException();
        }
        if (account.seqNr() == 0) {
            throw Problem.of(ProblemType.UNKNOWN_ACCOUNT, "accountId", "Nothing of this account was ever recorded.")
                    .toException();
        }
        return account;
    }

    CompletionStage<HttpResponse> history(HttpRequest request, List<String> variables) {
        String accountId = AccountIds.required(variables.get(0));
        QueryParameters query = QueryParameters.of(request);
        PageQuery asked = PageQuery.of(query);
        PixKind kind = kind(query);
        return asked.read(
                        admission,
                        "Pix events",
                        () -> history.page(accountId, asked.from(), asked.to(), kind, asked.limit(), asked.cursor()))
                .thenApply(page -> PixJson.ok(PixEventJson.page(page)));
    }

    private static @Nullable PixKind kind(QueryParameters query) {
        return query.text("kind")
                .map(word -> PixKind.of(word)
                        .orElseThrow(() -> QueryParameters.wrong("kind", "must be pagamento, recebimento or estorno")))
                .orElse(null);
    }
}
