package io.rastro.sharding.entity;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.util.function.Function;

/**
 * What all entities of a kind have in common.
 *
 * @param stop has it leave memory
 * @param recoveryTurn tells one that was only remembered that it may recover
 * @param harmless a question that changes nothing, and which one that was never seen answers as well
 * @param refusals how it says no
 * @param noun what one is called in answers and logs: {@code courier}
 */
public record EntityKind<C>(
        EntityTypeKey<C> key,
        Class<C> commands,
        C stop,
        C recoveryTurn,
        Function<ActorRef<Object>, C> harmless,
        Refusals refusals,
        String noun) {

    /** Of one kind of entity. */
    public interface Refusals {

        /** A refusal of any question. */
        Object busy(String reason);

        /** Whether it is one that says so. */
        boolean isBusy(Object reply);

        /** Whether it says that the entity leaves its node. */
        boolean isMoving(Object reply);
    }
}
