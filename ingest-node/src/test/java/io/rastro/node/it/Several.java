package io.rastro.node.it;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.actor.Status;
import akka.pattern.Patterns;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.DeleteMessagesFailure;
import akka.persistence.DeleteMessagesSuccess;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Writes several events together, deletes them, and says what its recovery was given. */
final class Several extends AbstractPersistentActor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String persistenceId;
    private long first;
    private long events;
    private @Nullable ActorRef waiting;

    record Write(int events) {}

    record DeleteTo(long sequenceNr) {}

    private enum Question {
        RECOVERED
    }

    private Several(String persistenceId) {
        this.persistenceId = persistenceId;
    }

    static ActorRef start(ActorSystem actors, String persistenceId) {
        return actors.actorOf(Props.create(Several.class, () -> new Several(persistenceId)));
    }

    static void tell(ActorRef several, Object command) {
        Patterns.ask(several, command, PATIENCE).toCompletableFuture().join();
    }

    /** What a new one is given: the first number, how many events, and the last number that it knows. */
    record Recovered(long first, long events, long last) {}

    static Recovered recovered(ActorSystem actors, String persistenceId) {
        ActorRef several = start(actors, persistenceId);
        Recovered recovered = (Recovered) Patterns.ask(several, Question.RECOVERED, PATIENCE)
                .toCompletableFuture()
                .join();
        actors.stop(several);
        return recovered;
    }

    @Override
    public String persistenceId() {
        return persistenceId;
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder()
                .match(String.class, event -> {
                    first = first == 0 ? lastSequenceNr() : first;
                    events++;
                })
                .build();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Write.class, write -> {
                    ActorRef replyTo = getSender();
                    persistAll(Collections.nCopies(write.events(), "event"), event -> {});
                    deferAsync("written", done -> replyTo.tell(Done.done(), getSelf()));
                })
                .match(DeleteTo.class, delete -> {
                    waiting = getSender();
                    deleteMessages(delete.sequenceNr());
                })
                .match(DeleteMessagesSuccess.class, done -> waiting.tell(Done.done(), getSelf()))
                .match(
                        DeleteMessagesFailure.class,
                        failed -> waiting.tell(new Status.Failure(failed.cause()), getSelf()))
                .match(
                        Question.class,
                        question -> getSender().tell(new Recovered(first, events, lastSequenceNr()), getSelf()))
                .build();
    }
}
