package io.rastro.node.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.sharding.pix.PixReply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The accounts as these routes need them; see {@link io.rastro.sharding.pix.PixAccounts}. */
public interface PixAsking {

    /** Fails with {@link java.util.concurrent.TimeoutException} when no answer came in time, as all of these do. */
    CompletionStage<PixReply> record(String accountId, List<PixItem> items, boolean facts, long receivedAtMillis);

    CompletionStage<PixReply> requestReturn(
            String accountId,
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis);

    CompletionStage<PixReply> payment(String accountId, String endToEndId);

    CompletionStage<PixReply> account(String accountId);
}
