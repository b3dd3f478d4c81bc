package io.rastro.node.pix;

import io.rastro.node.http.Unavailable;
import io.rastro.protocol.pix.PixItem;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks an account to record what one call tells, a piece after the other, so that a long call keeps no other waiting. When a
 * piece is not known to be stored the call is not: to send all of it again is safe.
 */
final class Recording {

    static final int PIECE = 500;

    private static final Recorded NOTHING = new Recorded(0, 0, 0, List.of(), 0);

    private final PixAsking accounts;
    private final Questions questions;
    private final PixIntake intake;

    Recording(PixAsking accounts, Questions questions, PixIntake intake) {
        this.accounts = accounts;
        this.questions = questions;
        this.intake = intake;
    }

    PixIntake intake() {
        return intake;
    }

    /**
     * Fails with a 503 when it is not known to be stored.
     *
     * @return of all the items together; nothing of none
     */
    CompletionStage<Recorded> record(String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {
        return items.isEmpty()
                ? CompletableFuture.completedStage(NOTHING)
                : questions
                        .during(() -> from(0, NOTHING, new Call(accountId, items, facts, receivedAtMillis)))
                        .thenApply(recorded -> {
                            intake.recorded(recorded);
                            return recorded;
                        });
    }

    private record Call(String accountId, List<PixItem> items, boolean facts, long receivedAtMillis) {}

    private CompletionStage<Recorded> from(int begin, Recorded before, Call call) {
        int end = Math.min(begin + PIECE, call.items().size());
        return ask(call, call.items().subList(begin, end)).thenCompose(reply -> {
            Recorded now = together(before, recorded(reply), begin);
            return end == call.items().size() ? CompletableFuture.completedStage(now) : from(end, now, call);
        });
    }

    private CompletionStage<PixReply> ask(Call call, List<PixItem> piece) {
        return questions.timed(() -> accounts.record(call.accountId(), piece, call.facts(), call.receivedAtMillis()));
    }

    private static Recorded recorded(PixReply reply) {
        if (reply instanceof Recorded recorded) {
            return recorded;
        }
        throw Unavailable.because(
                        "Not known to be stored: " + ((Busy) reply).reason() + ". Sending the same again is safe.")
                .toException();
    }

    private static Recorded together(Recorded before, Recorded piece, int begin) {
        List<Recorded.Broken> broken = new ArrayList<>(before.broken());
        for (Recorded.Broken each : piece.broken()) {
            broken.add(new Recorded.Broken(begin + each.index(), each.rule()));
        }
        return new Recorded(
                before.accepted() + piece.accepted(),
                before.duplicates() + piece.duplicates(),
                before.waiting() + piece.waiting(),
                broken,
                Math.max(before.seqNr(), piece.seqNr()));
    }
}
