package io.rastro.sharding.pix;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Source;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.sharding.entity.Entities;
import io.rastro.sharding.entity.Entities.Shards;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** All Pix accounts of the cluster, as a node sees them. */
public final class PixAccounts {

    private final PixSurroundings surroundings;
    private final Entities<PixAccount.Command> entities;

    private PixAccounts(PixSurroundings surroundings, Entities<PixAccount.Command> entities) {
        this.surroundings = surroundings;
        this.entities = entities;
    }

    /**
     * Starts the region of the accounts on this node.
     *
     * @param role the cluster role that hosts accounts
     */
    public static PixAccounts init(ActorSystem<?> system, String role, PixSurroundings surroundings) {
        PixSettings settings = surroundings.settings();
        return new PixAccounts(
                surroundings,
                Entities.init(
                        system,
                        role,
                        PixAccount.start(surroundings),
                        new Shards(settings.numberOfShards(), settings.askTimeout(), settings.drainAskTimeout())));
    }

    /**
     * Records what one request tells; see {@link PixAccount.Record}.
     *
     * @param accountId see {@link io.rastro.protocol.pix.PixAccountId}
     * @return {@link PixReply.Recorded} or {@link PixReply.Busy}; fails with
     *     {@link java.util.concurrent.TimeoutException} when no answer came in time: whether it was stored is then unknown,
     *     and sending it again is safe
     */
    public CompletionStage<PixReply> record(
            String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {
        return entities.ask(
                accountId, PixReply.class, replyTo -> new PixAccount.Record(items, facts, receivedAtMillis, replyTo));
    }

    /**
     * Asks for a return; see {@link PixAccount.RequestReturn}.
     *
     * @return {@link PixReply.Made}, {@link PixReply.NotMade} or {@link PixReply.Busy}; fails like {@link #record}
     */
    public CompletionStage<PixReply> requestReturn(
            String accountId,
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis) {
        return entities.ask(
                accountId,
                PixReply.class,
                replyTo -> new PixAccount.RequestReturn(
                        endToEndId, devolucaoId, reading, rtrId, receivedAtMillis, replyTo));
    }

    /** @return {@link PixReply.PaymentKnown} or {@link PixReply.Busy}; fails like {@link #record} */
    public CompletionStage<PixReply> payment(String accountId, String endToEndId) {
        return entities.ask(accountId, PixReply.class, replyTo -> new PixAccount.GetPayment(endToEndId, replyTo));
    }

    /** @return {@link PixReply.Account} or {@link PixReply.Busy}; fails like {@link #record} */
    public CompletionStage<PixReply> account(String accountId) {
        return entities.ask(accountId, PixReply.class, PixAccount.GetAccount::new);
    }

    /**
     * Live frames of one account; the items are {@link PixFrame}s.
     *
     * @param from what the client has seen: every later item comes exactly once; empty: the newest item, then what comes
     */
    public Source<LiveFrame, NotUsed> live(String accountId, Optional<Cursor> from) {
        Watched watched = new Watched(
                accountId,
                PixAccountId.persistenceId(accountId),
                surroundings.journal(),
                PixFrame.ITEMS,
                (cursor, watcher) -> entities.tell(accountId, new PixAccount.Watch(cursor, watcher)));
        return LiveSession.frames(watched, from);
    }

    /** See {@link Entities#warmUp}. */
    public CompletionStage<Done> warmUp(Duration atMost) {
        return entities.warmUp(atMost);
    }

    /** See {@link Entities#rehearse}. */
    public CompletionStage<Done> rehearse(Duration atMost) {
        return entities.rehearse(atMost);
    }

    /** See {@link Entities#drain}. */
    public CompletionStage<Done> drain(Duration atMost) {
        return entities.drain(atMost);
    }
}
