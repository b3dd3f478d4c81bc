package io.rastro.sharding.remember;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.sharding.internal.RememberEntitiesShardStore.Update;
import akka.cluster.sharding.internal.RememberEntitiesShardStore.UpdateDone;
import akka.testkit.javadsl.TestKit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;

class PatientStoreTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static ActorSystem system;

    private final AtomicBoolean journalAway = new AtomicBoolean();
    private final AtomicBoolean journalSlow = new AtomicBoolean();
    private final List<Object> stored = new CopyOnWriteArrayList<>();
    private final TestKit shard = new TestKit(system);

    /** Ends on a question while the journal is away, and keeps it to itself while it is slow. */
    private final class Store extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder().matchAny(this::store).build();
        }

        private void store(Object message) {
            if (journalAway.get()) {
                getContext().stop(getSelf());
            } else if (journalSlow.get()) {
                getContext()
                        .getSystem()
                        .scheduler()
                        .scheduleOnce(
                                Duration.ofMillis(50),
                                getSelf(),
                                message,
                                getContext().getDispatcher(),
                                getSender());
            } else {
                stored.add(message);
                getSender().tell("done " + message, getSelf());
            }
        }
    }

    @BeforeAll
    static void start() {
        system = ActorSystem.create("patient");
    }

    @AfterAll
    static void end() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void passesQuestionsAndAnswersOn() {
        ActorRef store = patient();
        store.tell("a", shard.getRef());
        store.tell("b", shard.getRef());
        shard.expectMsgEquals("done a");
        shard.expectMsgEquals("done b");
    }

    @Test
    void asksAgainUntilTheJournalIsBackAndDoesNotEnd() {
        ActorRef store = patient();
        shard.watch(store);
        journalAway.set(true);
        store.tell("a", shard.getRef());
        store.tell("b", shard.getRef());
        shard.expectNoMessage(Duration.ofSeconds(4));
        journalAway.set(false);
        shard.expectMsgEquals(Duration.ofSeconds(4), "done a"); // of the five in which posts are taken again
        shard.expectMsgEquals(LONG, "done b");
        assertThat(stored).containsExactly("a", "b");
    }

    @Test
    void tellsAShardThatNothingIsDoneYetSoThatItAsksAgain() {
        ActorRef store = patient();
        journalAway.set(true);
        Update first = new Update(new Set.Set1<>("c-1"), Set$.MODULE$.empty());
        Update second = new Update(new Set.Set2<>("c-1", "c-2"), Set$.MODULE$.empty());
        store.tell(first, shard.getRef());
        assertThat(shard.expectMsgClass(UpdateDone.class).started().isEmpty()).isTrue();
        journalAway.set(false);
        store.tell(second, shard.getRef());
        shard.expectMsgEquals(LONG, "done " + second);
        assertThat(stored).containsExactly(second);
    }

    @Test
    void tellsAShardThatNothingIsDoneYetWhenTheStoreTakesLongAndItsLateAnswerToNobody() {
        ActorRef store = patient();
        journalSlow.set(true);
        Update first = new Update(new Set.Set1<>("c-1"), Set$.MODULE$.empty());
        Update second = new Update(new Set.Set2<>("c-1", "c-2"), Set$.MODULE$.empty());
        store.tell(first, shard.getRef());
        assertThat(shard.expectMsgClass(LONG, UpdateDone.class).started().isEmpty())
                .isTrue();
        store.tell(second, shard.getRef());
        journalSlow.set(false);
        shard.expectMsgEquals(LONG, "done " + second);
        assertThat(stored).containsExactly(first, second);
    }

    @Test
    void whatIsRepeatedWhileItWaitsIsAskedOnce() {
        ActorRef store = patient();
        journalSlow.set(true);
        for (int i = 0; i < 3; i++) {
            store.tell("a", shard.getRef());
            store.tell("b", shard.getRef());
        }
        journalSlow.set(false);
        shard.expectMsgEquals(LONG, "done a");
        shard.expectMsgEquals(LONG, "done b");
        store.tell("c", shard.getRef());
        shard.expectMsgEquals(LONG, "done c");
        assertThat(stored).containsExactly("a", "b", "c");
    }

    private ActorRef patient() {
        return system.actorOf(PatientStore.props(Props.create(Store.class, this::newStore)));
    }

    private Store newStore() {
        return new Store();
    }
}
