package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.courier.Courier.Timer;

/** How one courier begins: behind its {@link CourierGate}, and when it was only remembered, in its turn. */
final class CourierStart {

    private CourierStart() {}

    /** @param comeBack for one that had to stop while something was not published */
    static Behavior<Command> of(
            String courierId,
            CourierSurroundings given,
            ActorRef<ClusterSharding.ShardCommand> shard,
            Courier.ComeBack comeBack) {
        return Behaviors.setup(context -> {
            ActorRef<Command> self = context.getSelf();
            RecoveryTurns.Turn turn = given.recoveries().take(() -> self.tell(Timer.RECOVERY_TURN));
            CourierGate gate = new CourierGate(given.settings().maxWaiting(), comeBack, turn);
            Behavior<Command> courier =
                    Behaviors.withTimers(timers -> new Courier(context, timers, courierId, given, shard, gate));
            return Behaviors.intercept(
                    () -> gate, given.recoveries().hasCome(turn) ? courier : askedForOrItsTurn(courier));
        });
    }

    /** Nobody has asked for it yet: it was remembered. */
    private static Behavior<Command> askedForOrItsTurn(Behavior<Command> courier) {
        return Behaviors.withStash(
                1,
                stash -> Behaviors.receive(Command.class)
                        .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
                        .onMessageEquals(Timer.RECOVERY_TURN, () -> courier)
                        .onAnyMessage(asked -> {
                            stash.stash(asked);
                            return stash.unstashAll(courier);
                        })
                        .build());
    }
}
