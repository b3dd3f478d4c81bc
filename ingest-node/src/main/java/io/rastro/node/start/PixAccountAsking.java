package io.rastro.node.start;

import io.rastro.node.pix.PixAsking;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.sharding.pix.PixAccounts;
import io.rastro.sharding.pix.PixReply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The accounts of the cluster as the routes need them. */
record PixAccountAsking(PixAccounts accounts) implements PixAsking {

    @Override
    public CompletionStage<PixReply> record(
            String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {
        return accounts.record(accountId, items, facts, receivedAtMillis);
    }

    @Override
    public CompletionStage<PixReply> requestReturn(
            String accountId,
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis) {
        return accounts.requestReturn(accountId, endToEndId, devolucaoId, reading, rtrId, receivedAtMillis);
    }

    @Override
    public CompletionStage<PixReply> payment(String accountId, String endToEndId) {
        return accounts.payment(accountId, endToEndId);
    }

    @Override
    public CompletionStage<PixReply> account(String accountId) {
        return accounts.account(accountId);
    }
}
