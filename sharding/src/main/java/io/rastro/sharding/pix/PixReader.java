package io.rastro.sharding.pix;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.pix.PixAccount.Command;
import io.rastro.sharding.pix.PixAccount.GetAccount;
import io.rastro.sharding.pix.PixAccount.Watch;
import io.rastro.sharding.pix.PixAccount.WatcherGone;
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.signal.ActivityView;
import io.rastro.sharding.pix.signal.SignalSettings;

/** What one account tells those who ask and those who watch. Lives inside the account's actor; not thread-safe. */
final class PixReader {

    private final ActorRef<Command> self;
    private final EffectFactories<PixEvent, PixAccountState> effects;
    private final EntityGate<Command> gate;
    private final SignalSettings limits;
    private final Watchers watchers;
    private final PixRecorder recorder;

    PixReader(
            ActorRef<Command> self,
            EffectFactories<PixEvent, PixAccountState> effects,
            EntityGate<Command> gate,
            SignalSettings limits,
            Watchers watchers,
            PixRecorder recorder) {
        this.self = self;
        this.effects = effects;
        this.gate = gate;
        this.limits = limits;
        this.watchers = watchers;
        this.recorder = recorder;
    }

    ReplyEffect<PixEvent, PixAccountState> onGetAccount(PixAccountState state, GetAccount get) {
        if (gate.isOpen(get)) {
            recorder.leaveIfNeverSeen(state);
            Account account = new Account(
                    state.seqNr(),
                    state.totals(),
                    state.payments().size(),
                    ActivityView.of(state.activity(), System.currentTimeMillis(), limits));
            gate.answer(get, get.replyTo(), account);
        }
        return effects.noReply();
    }

    ReplyEffect<PixEvent, PixAccountState> onWatch(PixAccountState state, Watch watch) {
        watchers.subscribeByJournal(self, watch.cursor(), state.itemsUpTo(), watch.watcher());
        return effects.noReply();
    }

    ReplyEffect<PixEvent, PixAccountState> onWatcherGone(PixAccountState state, WatcherGone gone) {
        watchers.unsubscribe(gone.watcher());
        return effects.noReply();
    }
}
