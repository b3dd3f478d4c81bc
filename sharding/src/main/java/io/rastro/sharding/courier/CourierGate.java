package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.GetInside;
import io.rastro.sharding.courier.Courier.GetLatest;
import io.rastro.sharding.courier.Courier.Inside;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Question;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before one courier and answers where the courier itself cannot, so that no question is left to time out: when
 * too many are waiting, when the journal failed, when the courier stops. While the journal is away and the courier waits to
 * be restarted, the gate refuses questions and honours {@link Courier.Stop}, without which the shard would wait for ever.
 *
 * <p>It holds the questions that were let in and are not answered yet; those that it refused later are no longer open, and
 * the courier skips them.
 */
final class CourierGate extends BehaviorInterceptor<Command, Command> {

    private final int maxOpen;
    private final Courier.ComeBack comeBack;
    private final RecoveryTurns.Turn turn;
    private final List<Question> open = new ArrayList<>(1);
    private Runnable atStop = () -> {};
    private boolean journalAway;
    private boolean recoveryHasFailed;
    private boolean passivating;
    private boolean stopping;

    /**
     * @param maxOpen questions that wait or are worked on
     * @param comeBack see {@link CourierStart#of}
     * @param turn ends when the courier has recovered, could not or ends
     */
    CourierGate(int maxOpen, Courier.ComeBack comeBack, RecoveryTurns.Turn turn) {
        super(Command.class);
        this.maxOpen = maxOpen;
        this.comeBack = comeBack;
        this.turn = turn;
    }

    @Override
    public Behavior<Command> aroundStart(TypedActorContext<Command> context, PreStartTarget<Command> target) {
        try {
            return target.start(context);
        } catch (RuntimeException e) {
            turn.end(); // what has not started hears nothing of its end
            throw e;
        }
    }

    @Override
    public Behavior<Command> aroundReceive(
            TypedActorContext<Command> context, Command message, ReceiveTarget<Command> target) {
        if (message instanceof Question question && !letIn(question)) {
            return Behaviors.same();
        }
        if (message == Courier.Stop.INSTANCE) {
            stopping = true;
            if (journalAway) {
                comeBack();
                return Behaviors.stopped();
            }
        }
        return target.apply(context, message);
    }

    @Override
    public Behavior<Command> aroundSignal(
            TypedActorContext<Command> context, Signal signal, SignalTarget<Command> target) {
        if (signal instanceof PostStop) {
            // Of those that are still open one may be in the journal: a stop that waits for nothing.
            refuseAll("the courier has ended");
            atStop.run();
            turn.end();
        }
        return target.apply(context, signal);
    }

    /** @param atStop run when the courier ends, also while it waits to be restarted and hears of nothing */
    void atStop(Runnable atStop) {
        this.atStop = atStop;
    }

    /** The shard is told that the courier leaves. */
    void passivating() {
        passivating = true;
    }

    boolean isPassivating() {
        return passivating;
    }

    void comeBack() {
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
            return refuse(question, "too many requests of this courier are waiting");
        }
        return open.add(question);
    }

    private static boolean refuse(Question question, String reason) {
        question.refuse(reason);
        return false;
    }

    boolean isOpen(Question question) {
        return indexOf(question) >= 0;
    }

    void answer(Record post, Reply reply) {
        if (close(post)) {
            post.replyTo().tell(reply);
        }
    }

    void answer(GetLatest get, Latest latest) {
        if (close(get)) {
            get.replyTo().tell(latest);
        }
    }

    void answer(GetInside get, Inside inside) {
        if (close(get)) {
            get.replyTo().tell(inside);
        }
    }

    void answer(CourierOrders.ChangeOrder said, CourierOrders.Order order) {
        if (close(said)) {
            said.replyTo().tell(order);
        }
    }

    void answer(CourierOrders.GetOrder get, CourierOrders.Order order) {
        if (close(get)) {
            get.replyTo().tell(order);
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
    void moving() {
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
    void recoveryFailed(ActorRef<Command> courier, boolean forAll) {
        if (recoveryHasFailed && !forAll) {
            turn.end();
        }
        recoveryHasFailed = true;
        journalFailed(courier);
    }

    /** A read or a write failed; whether the write is in the journal is not known. */
    void journalFailed(ActorRef<Command> courier) {
        journalAway = true;
        refuseAll("the journal does not answer");
        if (stopping) {
            courier.tell(Courier.Stop.INSTANCE);
        }
    }

    boolean isJournalAway() {
        return journalAway;
    }

    void recovered() {
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
