package io.rastro.sharding.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before one entity and answers where the entity itself cannot, so that no question is left to time out: when
 * too many are waiting, when the journal failed, when the entity stops. While the journal is away and the entity waits to
 * be restarted, the gate refuses questions and honours {@link EntityKind#stop}, without which the shard would wait for ever.
 *
 * <p>It holds the questions that were let in and are not answered yet; those that it refused later are no longer open, and
 * the entity skips them.
 */
public final class EntityGate<C> extends BehaviorInterceptor<C, C> {

    /** Has a message sent to an entity through the shards, so that it is started again. */
    @FunctionalInterface
    public interface ComeBack {
        /** @param otherwiseForgotten whether its shard has been told that it leaves, and does not start it by itself */
        void afterStop(boolean otherwiseForgotten);
    }

    private final EntityKind<C> kind;
    private final int maxOpen;
    private final ComeBack comeBack;
    private final RecoveryTurns.Turn turn;
    private final List<Question> open = new ArrayList<>(1);
    private Runnable atStop = () -> {};
    private boolean journalAway;
    private boolean recoveryHasFailed;
    private boolean passivating;
    private boolean stopping;

    /**
     * @param maxOpen questions that wait or are worked on
     * @param comeBack see {@link EntityStart#of}
     * @param turn ends when the entity has recovered, could not or ends
     */
    EntityGate(EntityKind<C> kind, int maxOpen, ComeBack comeBack, RecoveryTurns.Turn turn) {
        super(kind.commands());
        this.kind = kind;
        this.maxOpen = maxOpen;
        this.comeBack = comeBack;
        this.turn = turn;
    }

    @Override
    public Behavior<C> aroundStart(TypedActorContext<C> context, PreStartTarget<C> target) {
        try {
            return target.start(context);
        } catch (RuntimeException e) {
            turn.end(); // what has not started hears nothing of its end
            throw e;
        }
    }

    @Override
    public Behavior<C> aroundReceive(TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
        if (message instanceof Question question && !letIn(question)) {
            return Behaviors.same();
        }
        if (message == kind.stop()) {
            stopping = true;
            if (journalAway) {
                comeBack();
                return Behaviors.stopped();
            }
        }
        return target.apply(context, message);
    }

    @Override
    public Behavior<C> aroundSignal(TypedActorContext<C> context, Signal signal, SignalTarget<C> target) {
        if (signal instanceof PostStop) {
            // Of those that are still open one may be in the journal: a stop that waits for nothing.
            refuseAll("the " + kind.noun() + " has ended");
            atStop.run();
            turn.end();
        }
        return target.apply(context, signal);
    }

    /** @param atStop run when the entity ends, also while it waits to be restarted and hears of nothing */
    public void atStop(Runnable atStop) {
        this.atStop = atStop;
    }

    /** The shard is told that the entity leaves. */
    public void passivating() {
        passivating = true;
    }

    public boolean isPassivating() {
        return passivating;
    }

    public void comeBack() {
        comeBack.afterStop(passivating);
    }

    private boolean letIn(Question question) {
        if (journalAway) {
            return refuse(question, "the journal does not answer");
        }
        if (stopping) {
            question.moving();
            return false;
        }
        if (open.size() >= maxOpen) {
            return refuse(question, "too many requests of this " + kind.noun() + " are waiting");
        }
        return open.add(question);
    }

    private static boolean refuse(Question question, String reason) {
        question.refuse(reason);
        return false;
    }

    public boolean isOpen(Question question) {
        return indexOf(question) >= 0;
    }

    /** Unless it was refused meanwhile. */
    public <R> void answer(Question question, ActorRef<? super R> replyTo, R reply) {
        if (close(question)) {
            replyTo.tell(reply);
        }
    }

    private boolean close(Question question) {
        int index = indexOf(question);
        if (index >= 0) {
            open.remove(index);
        }
        return index >= 0;
    }

    /** Those that wait are asked again where the courier is then. */
    public void moving() {
        open.forEach(Question::moving);
        open.clear();
    }

    private void refuseAll(String reason) {
        open.forEach(question -> refuse(question, reason));
        open.clear();
    }

    /**
     * The first time it keeps its turn, and while the journal does not answer at all: so that a few try, and not all that
     * wait for theirs. One that cannot be recovered when others can keeps nobody waiting.
     *
     * @param forAll whether the journal does not answer anybody
     */
    public void recoveryFailed(ActorRef<C> entity, boolean forAll) {
        if (recoveryHasFailed && !forAll) {
            turn.end();
        }
        recoveryHasFailed = true;
        journalFailed(entity);
    }

    /** A read or a write failed; whether the write is in the journal is not known. */
    public void journalFailed(ActorRef<C> entity) {
        journalAway = true;
        refuseAll("the journal does not answer");
        if (stopping) {
            entity.tell(kind.stop());
        }
    }

    public boolean isJournalAway() {
        return journalAway;
    }

    public void recovered() {
        journalAway = false;
        turn.end();
    }

    /** By identity: two equal questions are two. */
    private int indexOf(Question question) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i) == question) {
                return i;
            }
        }
        return -1;
    }
}
