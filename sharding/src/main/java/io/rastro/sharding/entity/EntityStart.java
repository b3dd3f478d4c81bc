package io.rastro.sharding.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * How the entities of a kind begin: behind an {@link EntityGate}, and those that were only remembered in their turn.
 *
 * @param maxWaiting questions of one that wait or are worked on
 * @param recoveries of this node
 */
public record EntityStart<C>(EntityKind<C> kind, int maxWaiting, RecoveryTurns recoveries, Create<C> create) {

    /** Makes the entity itself. */
    @FunctionalInterface
    public interface Create<C> {
        /** @param shard of the entity; ignores what it is told where there is none */
        Behavior<C> create(
                ActorContext<C> context,
                TimerScheduler<C> timers,
                String entityId,
                ActorRef<ClusterSharding.ShardCommand> shard,
                EntityGate<C> gate);
    }

    /** @param comeBack for one that had to stop while something was not published */
    public Behavior<C> of(String entityId, ActorRef<ClusterSharding.ShardCommand> shard, EntityGate.ComeBack comeBack) {
        return Behaviors.setup(context -> {
            ActorRef<C> self = context.getSelf();
            RecoveryTurns.Turn turn = recoveries.take(() -> self.tell(kind.recoveryTurn()));
            EntityGate<C> gate = new EntityGate<>(kind, maxWaiting, comeBack, turn);
            Behavior<C> entity = Behaviors.withTimers(timers -> create.create(context, timers, entityId, shard, gate));
            return Behaviors.intercept(() -> gate, recoveries.hasCome(turn) ? entity : askedForOrItsTurn(entity));
        });
    }

    /** Nobody has asked for it yet: it was remembered. */
    private Behavior<C> askedForOrItsTurn(Behavior<C> entity) {
        return Behaviors.withStash(
                1,
                stash -> Behaviors.receive(kind.commands())
                        .onMessageEquals(kind.stop(), Behaviors::stopped)
                        .onMessageEquals(kind.recoveryTurn(), () -> entity)
                        .onAnyMessage(asked -> {
                            stash.stash(asked);
                            return stash.unstashAll(entity);
                        })
                        .build());
    }
}
