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
import java.util.Queue;
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
 * <p>Each question has one answer, and what is asked can be asked twice: the store holds a set. A shard and a coordinator
 * ask one question after the other, and this ends with the one who asks, so that few wait here.
 */
final class PatientStore extends AbstractActorWithTimers {

    private static final long RETRY_MIN_MILLIS = 200;
    private static final long RETRY_MAX_MILLIS = 1_500;

    /** In a row, more than a minute: outages of the journal are said by others, and this may have another cause. */
    private static final int SAID_FROM = 64;

    private static final Logger LOG = LoggerFactory.getLogger(PatientStore.class);

    private static final RememberEntitiesShardStore.UpdateDone NOTHING_DONE =
            new RememberEntitiesShardStore.UpdateDone(Set$.MODULE$.empty(), Set$.MODULE$.empty());

    private final Props storeProps;
    private final Queue<Question> questions = new ArrayDeque<>();
    private @Nullable ActorRef store;
    private int failures;

    private record Question(Object message, ActorRef asker) {}

    private enum Timer {
        RETRY
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
                .matchAny(this::onMessage)
                .build();
    }

    private void onMessage(Object message) {
        if (getSender().equals(store)) {
            failures = 0;
            Question answered = questions.poll();
            if (answered != null) {
                answered.asker().tell(message, getSelf());
            }
            askNext();
        } else {
            questions.add(new Question(message, getSender()));
            if (questions.size() == 1) {
                askNext();
            }
        }
    }

    private void askNext() {
        Question next = questions.peek();
        if (next != null && store != null) {
            store.tell(next.message(), getSelf());
        }
    }

    /**
     * A shard whose update is not answered in time begins anew, with all its entities. Told that nothing of it is done yet,
     * it sends what is open again, with what came meanwhile, and waits from there.
     */
    private void notYet() {
        Question asked = questions.peek();
        if (asked != null && asked.message() instanceof RememberEntitiesShardStore.Update) {
            questions.remove();
            asked.asker().tell(NOTHING_DONE, getSelf());
        }
    }

    private void startStore() {
        store = getContext().watch(getContext().actorOf(storeProps));
        askNext();
    }

    private void onStoreEnded() {
        store = null;
        notYet();
        if (failures >= SAID_FROM && Integer.bitCount(failures) == 1) {
            LOG.warn("what a shard remembers could not be read or written {} times in a row: {}", failures, getSelf());
        }
        long ceiling = Math.min(RETRY_MAX_MILLIS, RETRY_MIN_MILLIS << Math.min(failures++, 10));
        long wait = ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
        getTimers().startSingleTimer(Timer.RETRY, Timer.RETRY, Duration.ofMillis(wait));
    }
}
