package io.rastro.node.pix;

import io.rastro.node.http.QueryParameters;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.pix.PixAccountId;

/** Account ids as requests name them. */
final class AccountIds {

    private static final String PARAMETER = "account";

    private AccountIds() {}

    /** The id, or a 400 that says what is wrong with it. */
    static String required(String fromPath) {
        PixAccountId.whyInvalid(fromPath).ifPresent(why -> {
            throw Problem.of(ProblemType.INVALID_ACCOUNT_ID, "accountId", "accountId " + why + ".")
                    .toException();
        });
        return fromPath;
    }

    /** Parameter {@code account}, or a 400 that says what is wrong with it. */
    static String required(QueryParameters query) {
        String id = query.text(PARAMETER)
                .orElseThrow(() ->
                        QueryParameters.wrong(PARAMETER, "must be the id of the account whose transfers these are"));
        PixAccountId.whyInvalid(id).ifPresent(why -> {
            throw QueryParameters.wrong(PARAMETER, why);
        });
        return id;
    }
}
