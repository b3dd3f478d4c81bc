package io.rastro.sharding.pix;

import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.outbox.Publisher;
import io.rastro.sharding.pix.PixAccount.Call;
import io.rastro.sharding.pix.PixAccount.Command;
import io.rastro.sharding.pix.PixAccount.LookUpAnswered;
import io.rastro.sharding.pix.PixAccount.ProgressAnswered;
import io.rastro.sharding.pix.PixAccount.Timer;
import io.rastro.sharding.pix.PixReply.Busy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one account's calls: all that came while an event was being written are decided upon together and written as
 * the next one. A call with ids that only the tables know waits for them, one look-up at a time; the others do not.
 *
 * <p>Lives inside the account's actor; not thread-safe.
 */
final class PixRecorder {

    private final ActorContext<Command> context;
    private final EffectFactories<PixEvent, PixAccountState> effects;
    private final EntityGate<Command> gate;
    private final PixSettings settings;
    private final TableProgress table;
    private final Publisher<Command> publisher;
    private final Watchers watchers;
    private final JournalWatch journalWatch;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Deque<Call> unsure = new ArrayDeque<>();
    private final Runnable passivate;
    private boolean flushing;
    private @Nullable LookUp underWay;

    /** Calls that wait for one answer of the tables. */
    record LookUp(List<Call> calls, Set<String> ids) {}

    /**
     * @param publisher is told each event that was persisted
     * @param watchers likewise
     * @param passivate has the account leave memory
     */
    PixRecorder(
            ActorContext<Command> context,
            EffectFactories<PixEvent, PixAccountState> effects,
            EntityGate<Command> gate,
            PixSettings settings,
            TableProgress table,
            Publisher<Command> publisher,
            Watchers watchers,
            JournalWatch journalWatch,
            Runnable passivate) {
        this.context = context;
        this.effects = effects;
        this.gate = gate;
        this.settings = settings;
        this.table = table;
        this.publisher = publisher;
        this.watchers = watchers;
        this.journalWatch = journalWatch;
        this.passivate = passivate;
    }

    /** At the start, and again after the journal failed: whoever waited has been refused. */
    void recovered(PixAccountState state) {
        waiting.clear();
        unsure.clear();
        flushing = false;
        underWay = null;
        table.recovered(state);
    }

    /** Nobody waits for anything. */
    boolean isIdle() {
        return waiting.isEmpty() && unsure.isEmpty() && underWay == null;
    }

    /** While an event is written calls wait before this; they come one after the other then, and before what is told here. */
    ReplyEffect<PixEvent, PixAccountState> onCall(Call call) {
        waiting.add(call);
        flushSoon();
        return effects.noReply();
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            context.getSelf().tell(Timer.FLUSH);
        }
    }

    ReplyEffect<PixEvent, PixAccountState> onFlush(PixAccountState state) {
        flushing = false;
        List<Call> calls = take(waiting);
        if (!waiting.isEmpty()) {
            flushSoon();
        }
        if (table.isFull(state)) {
            askHowFar(state);
            calls.forEach(call -> refuse(call, "the query table lags too far behind"));
            return effects.noReply();
        }
        return decide(state, calls, LookedUp.NOTHING);
    }

    /** As many as may be one event, at least one; those that were refused meanwhile are gone. */
    private List<Call> take(Deque<Call> from) {
        List<Call> calls = new ArrayList<>();
        int items = 0;
        while (!from.isEmpty() && (items == 0 || items + from.element().size() <= settings.groupItems())) {
            Call call = from.remove();
            if (gate.isOpen(call)) {
                calls.add(call);
                items += call.size();
            }
        }
        return calls;
    }

    private ReplyEffect<PixEvent, PixAccountState> decide(PixAccountState state, List<Call> calls, LookedUp found) {
        PixGroup group = PixGroup.of(state, calls, found);
        unsure.addAll(group.unsure());
        if (group.items().isEmpty()) {
            lookUp(state);
            answer(group, state.seqNr());
            leaveIfNeverSeen(state);
            return effects.noReply();
        }
        PixRecorded event = new PixRecorded(
                group.receivedAtMillis(),
                publisher.publishedUpTo(),
                // What leaves while the tables are asked could not be told from what never was.
                underWay == null ? table.tabledUpTo() : 0,
                state.itemsUpTo(),
                group.items(),
                group.signals(),
                state.newest());
        return effects.persist(event)
                .thenRun(next -> {
                    journalWatch.written();
                    publisher.persisted(next.seqNr(), event);
                    watchers.persisted(next.seqNr(), event);
                    askHowFar(next);
                    // Not before: while the tables are asked nothing leaves.
                    lookUp(next);
                    answer(group, next.seqNr());
                })
                .thenNoReply();
    }

    private void answer(PixGroup group, long seqNr) {
        for (PixGroup.Answer each : group.answers()) {
            gate.answer(each.call(), each.call().replyTo(), each.reply().apply(seqNr));
        }
    }

    /** Asked for, never seen: nothing to stay for. */
    void leaveIfNeverSeen(PixAccountState state) {
        if (state.seqNr() == 0 && watchers.isEmpty() && isIdle()) {
            passivate.run();
        }
    }

    private void refuse(Call call, String reason) {
        gate.answer(call, call.replyTo(), new Busy(reason));
    }

    // Ids that left

    private void lookUp(PixAccountState state) {
        if (unsure.isEmpty() || underWay != null) {
            return;
        }
        if (table.isAway() || table.isFull(state)) {
            String reason = table.isAway() ? "the query table does not answer" : "the query table lags too far behind";
            unsure.forEach(call -> refuse(call, reason));
            unsure.clear();
            return;
        }
        List<Call> calls = take(unsure);
        LookUp asked =
                new LookUp(calls, PixGroup.of(state, calls, LookedUp.NOTHING).unsureIds());
        underWay = asked;
        context.pipeToSelf(
                table.lookUp(asked.ids()),
                (found, failure) -> new LookUpAnswered(asked, failure == null ? found : null));
    }

    ReplyEffect<PixEvent, PixAccountState> onLookUpAnswered(PixAccountState state, LookUpAnswered answered) {
        LookUp asked = answered.asked();
        if (underWay != asked) {
            return effects.noReply(); // refused meanwhile
        }
        underWay = null;
        LookedUp found = answered.found();
        table.lookedUp(found != null);
        if (found == null) {
            asked.calls().forEach(call -> refuse(call, "the query table does not answer"));
            lookUp(state);
            return effects.noReply();
        }
        return decide(state, asked.calls().stream().filter(gate::isOpen).toList(), found);
    }

    // How far the tables have come

    /** Asks, now and then, whether the surplus of what is remembered may leave with the next event. */
    private void askHowFar(PixAccountState state) {
        TableProgress.Asked asked = table.due(state);
        if (asked != null) {
            context.pipeToSelf(
                    table.ask(), (upTo, failure) -> new ProgressAnswered(asked, failure == null ? upTo : null));
        }
    }

    ReplyEffect<PixEvent, PixAccountState> onProgressAnswered(ProgressAnswered answered) {
        table.answered(answered.asked(), answered.upTo());
        return effects.noReply();
    }
}
