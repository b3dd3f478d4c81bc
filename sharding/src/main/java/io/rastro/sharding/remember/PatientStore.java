package io.rastro.sharding.remember;

import akka.actor.AbstractActorWithTimers;
import akka.actor.ActorRef;
import akka.actor.OneForOneStrategy;
import akka.actor.Props;
import akka.actor.SupervisorStrategy;
import akka.actor.Terminated;
import akka.cluster.sharding.internal.RememberEntitiesShardStore;
import akka.japi.pf.DeciderBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Set$;

/**
 * Asks a store that ends when the journal fails, again and again until it answers. Without it the end of the store is the
 * end of its shard with all its entities, for one of them that is new while the journal is away; and the shard that is
 * started again waits for its store until {@code waiting-for-state-timeout}, although that has ended at once.
 *
 * <p>A shard that is not answered in time begins anew, with all its entities. Told that nothing of its update is done yet,
 * it sends what is open again, with what came meanwhile, and waits from there: so it is told so when an attempt has failed,
 * and every {@link #NOT_YET_MILLIS} while one takes longer.
 *
 * <p>What is asked can be asked twice: the store holds a set. Of the same question that is repeated one waits, so that there
 * are few.
 */
final class PatientStore extends AbstractActorWithTimers {

    private static final long RETRY_MIN_MILLIS = 200;
    private static final long RETRY_MAX_MILLIS = 1_500;

    /** In a row, more than a minute: outages of the journal are said by others, and this may have another cause. */
    private static final int SAID_FROM = 64;

    private static final Logger LOG = LoggerFactory.getLogger(PatientStore.class);

    private static final RememberEntitiesShardStore.UpdateDone NOTHING_DONE =
            new RememberEntitiesShardStore.UpdateDone(Set$.MODULE$.empty(), Set$.MODULE$.empty());

    /** A shard waits for its {@code updating-state-timeout}. */
    private static final long NOT_YET_MILLIS = 3_000;

    private final Props storeProps;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private @Nullable ActorRef store;
    /** What the store has to answer. */
    private @Nullable Question asked;

    private int failures;

    /** Withdrawn: its asker was told that nothing is done, and has asked again. */
    private record Question(Object message, ActorRef asker, boolean withdrawn) {

        boolean isOpenUpdate() {
            return !withdrawn && message instanceof RememberEntitiesShardStore.Update;
        }

        Question withdraw() {
            return new Question(message, asker, true);
        }
    }

    private enum Timer {
        RETRY,
        NOT_YET
    }

    private PatientStore(Props storeProps) {
        this.storeProps = storeProps;
    }

    static Props props(Props storeProps) {
        return Props.create(PatientStore.class, () -> new PatientStore(storeProps));
    }

    @Override
    public SupervisorStrategy supervisorStrategy() {
        return new OneForOneStrategy(
                false,
                DeciderBuilder.matchAny(failure -> SupervisorStrategy.stop()).build());
    }

    @Override
    public void preStart() {
        startStore();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Terminated.class, ended -> onStoreEnded())
                .matchEquals(Timer.RETRY, timer -> startStore())
                .matchEquals(Timer.NOT_YET, timer -> notYet())
                .matchAny(this::onMessage)
                .build();
    }

    private void onMessage(Object message) {
        if (getSender().equals(store)) {
            onAnswer(message);
        } else {
            onQuestion(new Question(message, getSender(), false));
        }
    }

    private void onAnswer(Object message) {
        failures = 0;
        if (asked != null && !asked.withdrawn()) {
            asked.asker().tell(message, getSelf());
        }
        asked = null;
        askNext();
    }

    private void onQuestion(Question question) {
        if (question.equals(asked) || waiting.contains(question)) {
            return;
        }
        if (question.isOpenUpdate()) {
            getTimers().startSingleTimer(Timer.NOT_YET, Timer.NOT_YET, Duration.ofMillis(NOT_YET_MILLIS));
        }
        waiting.add(question);
        askNext();
    }

    private void askNext() {
        if (store != null && asked == null && !waiting.isEmpty()) {
            asked = waiting.remove();
            store.tell(asked.message(), getSelf());
        }
    }

    private void notYet() {
        if (asked != null && asked.isOpenUpdate()) {
            asked.asker().tell(NOTHING_DONE, getSelf());
            asked = asked.withdraw();
        }
        waiting.removeIf(question -> {
            if (question.isOpenUpdate()) {
                question.asker().tell(NOTHING_DONE, getSelf());
            }
            return question.isOpenUpdate();
        });
    }

    private void startStore() {
        store = getContext().watch(getContext().actorOf(storeProps));
        askNext();
    }

    private void onStoreEnded() {
        store = null;
        notYet();
        if (asked != null && !asked.withdrawn()) {
            waiting.addFirst(asked);
        }
        asked = null;
        if (failures >= SAID_FROM && Integer.bitCount(failures) == 1) {
            LOG.warn(
                    "what a shard remembers could not be read or written {} times in a row; why is said by the loggers"
                            + " akka.cluster.sharding.internal, which are off: {}",
                    failures,
                    getSelf());
        }
        long ceiling = Math.min(RETRY_MAX_MILLIS, RETRY_MIN_MILLIS << Math.min(failures++, 10));
        long wait = ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
        getTimers().startSingleTimer(Timer.RETRY, Timer.RETRY, Duration.ofMillis(wait));
    }
}
