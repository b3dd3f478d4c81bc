package io.rastro.node;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.rastro.node.pix.PixAsking;
import io.rastro.node.pix.PixHistory;
import io.rastro.node.pix.Quarantine;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts, a history and a quarantine that say what the test has them say, and remember what they were told. */
public final class TestPix implements PixAsking {

    public record Call(String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {}

    public record Return(
            String accountId,
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis) {}

    public record Page(
            String accountId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PixKind kind,
            int limit,
            @Nullable String cursor) {}

    public record Watched(String accountId, Optional<Cursor> from) {}

    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final List<Return> returns = new CopyOnWriteArrayList<>();
    public final List<Page> pages = new CopyOnWriteArrayList<>();
    public final List<Quarantine.Call> kept = new CopyOnWriteArrayList<>();

    /** By the call and its number, from 1. */
    public volatile BiFunction<Call, Integer, CompletionStage<PixReply>> onRecord = TestPix::takeAll;

    public volatile Function<Return, CompletionStage<PixReply>> onReturn = asked -> busy();
    public volatile Function<String, CompletionStage<PixReply>> onPayment = endToEndId -> busy();
    public volatile CompletionStage<PixReply> account = busy();
    public volatile Function<Page, CompletionStage<PixHistory.Page>> onPage =
            page -> CompletableFuture.completedStage(new PixHistory.Page(List.of(), null));
    public volatile CompletionStage<Done> keeping = CompletableFuture.completedStage(Done.getInstance());

    public volatile Source<LiveFrame, NotUsed> frames = Source.never();
    public final List<Watched> watched = new CopyOnWriteArrayList<>();

    private static CompletionStage<PixReply> takeAll(Call call, int number) {
        return CompletableFuture.completedStage(new Recorded(call.items().size(), 0, 0, List.of(), number));
    }

    public static CompletionStage<PixReply> busy() {
        return CompletableFuture.completedStage(new Busy("the test is busy"));
    }

    public void forget() {
        calls.clear();
        returns.clear();
        pages.clear();
        kept.clear();
        watched.clear();
        frames = Source.never();
        onRecord = TestPix::takeAll;
        keeping = CompletableFuture.completedStage(Done.getInstance());
        account = busy();
    }

    @Override
    public CompletionStage<PixReply> record(
            String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {
        Call call = new Call(accountId, List.copyOf(items), facts, receivedAtMillis);
        calls.add(call);
        return onRecord.apply(call, calls.size());
    }

    @Override
    public CompletionStage<PixReply> requestReturn(
            String accountId,
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis) {
        Return asked = new Return(accountId, endToEndId, devolucaoId, reading, rtrId, receivedAtMillis);
        returns.add(asked);
        return onReturn.apply(asked);
    }

    @Override
    public CompletionStage<PixReply> payment(String accountId, String endToEndId) {
        return onPayment.apply(endToEndId);
    }

    @Override
    public CompletionStage<PixReply> account(String accountId) {
        return account;
    }

    CompletionStage<PixHistory.Page> page(
            String accountId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PixKind kind,
            int limit,
            @Nullable String cursor) {
        Page page = new Page(accountId, from, to, kind, limit, cursor);
        pages.add(page);
        return onPage.apply(page);
    }

    Source<LiveFrame, NotUsed> live(String accountId, Optional<Cursor> from) {
        watched.add(new Watched(accountId, from));
        return frames;
    }

    CompletionStage<Done> keep(Quarantine.Call call) {
        kept.add(call);
        return keeping;
    }
}
