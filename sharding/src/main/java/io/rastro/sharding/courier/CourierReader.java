package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.TracedPosition;
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

    private final ActorRef<Command> self;
    private final EffectFactories<CourierEvent, CourierState> effects;
    private final EntityGate<Command> gate;
    private final Watchers watchers;
    private final Recorder recorder;
    private final Runnable passivate;

    CourierReader(
            ActorRef<Command> self,
            EffectFactories<CourierEvent, CourierState> effects,
            EntityGate<Command> gate,
            Watchers watchers,
            Recorder recorder,
            Runnable passivate) {
        this.self = self;
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
        TracedPosition latest = state.latest();
        watchers.subscribe(self, watch.cursor(), latest == null ? null : new PositionFrame(latest), watch.watcher());
        return effects.noReply();
    }

    ReplyEffect<CourierEvent, CourierState> onWatcherGone(CourierState state, WatcherGone gone) {
        watchers.unsubscribe(gone.watcher());
        return effects.noReply();
    }
}
