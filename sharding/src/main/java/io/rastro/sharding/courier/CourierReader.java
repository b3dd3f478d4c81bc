package io.rastro.sharding.courier;

import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.GetInside;
import io.rastro.sharding.courier.Courier.GetLatest;
import io.rastro.sharding.courier.Courier.Inside;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Watch;
import io.rastro.sharding.courier.Courier.WatcherGone;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.live.Watchers;

/** What one courier tells those who ask and those who watch. Lives inside the courier's actor; not thread-safe. */
final class CourierReader {

    private final ActorContext<Command> context;
    private final EffectFactories<CourierEvent, CourierState> effects;
    private final EntityGate<Command> gate;
    private final Watchers watchers;
    private final Recorder recorder;
    private final Runnable passivate;

    CourierReader(
            ActorContext<Command> context,
            EffectFactories<CourierEvent, CourierState> effects,
            EntityGate<Command> gate,
            Watchers watchers,
            Recorder recorder,
            Runnable passivate) {
        this.context = context;
        this.effects = effects;
        this.gate = gate;
        this.watchers = watchers;
        this.recorder = recorder;
        this.passivate = passivate;
    }

    ReplyEffect<CourierEvent, CourierState> onGetLatest(CourierState state, GetLatest get) {
        if (gate.isOpen(get)) {
            leaveIfNeverSeen(state);
            gate.answer(get, get.replyTo(), new Latest(state.latest(), state.positionCount(), state.seqNr()));
        }
        return effects.noReply();
    }

    ReplyEffect<CourierEvent, CourierState> onGetInside(CourierState state, GetInside get) {
        if (gate.isOpen(get)) {
            leaveIfNeverSeen(state);
            gate.answer(get, get.replyTo(), new Inside(state.inside()));
        }
        return effects.noReply();
    }

    /** Asked for, never seen: nothing to stay for. */
    void leaveIfNeverSeen(CourierState state) {
        if (state.seqNr() == 0 && watchers.isEmpty() && recorder.isIdle()) {
            passivate.run();
        }
    }

    ReplyEffect<CourierEvent, CourierState> onWatch(CourierState state, Watch watch) {
        if (watchers.subscribe(context.getSelf(), watch.cursor(), state.latest(), watch.watcher())) {
            context.watchWith(watch.watcher(), new WatcherGone(watch.watcher()));
        }
        return effects.noReply();
    }

    ReplyEffect<CourierEvent, CourierState> onWatcherGone(CourierState state, WatcherGone gone) {
        watchers.unsubscribe(gone.watcher());
        return effects.noReply();
    }
}
