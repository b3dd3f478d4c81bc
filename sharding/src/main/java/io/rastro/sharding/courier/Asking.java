package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import io.rastro.sharding.courier.Courier.Command;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks couriers, wherever they are, within one bound of time. A question to a courier that leaves its node is asked again,
 * so that it waits for the new one instead of failing; questions to a shard that {@linkplain Silence is silent} are refused
 * at once, but for one now and then.
 */
final class Asking {

    /** Otherwise each stage after one of Akka's changes to a thread of the JDK's common pool. */
    private static final Executor HERE = Runnable::run;

    private static final Duration AGAIN = Duration.ofMillis(20);

    private final ActorSystem<?> system;
    private final Way way;
    private final Supplier<Duration> timeout;
    private final Silence[] shards;

    /** How a question reaches a courier and the answer comes back. */
    interface Way {
        <R> CompletionStage<R> ask(String courierId, Function<ActorRef<R>, Command> question, Duration timeout);
    }

    /** @param timeout of a question that is asked now */
    static Asking throughShards(ActorSystem<?> system, int numberOfShards, Supplier<Duration> timeout) {
        ClusterSharding sharding = ClusterSharding.get(system);
        return new Asking(system, numberOfShards, timeout, new Way() {
            @Override
            public <R> CompletionStage<R> ask(
                    String courierId, Function<ActorRef<R>, Command> question, Duration atMost) {
                return sharding.entityRefFor(Courier.ENTITY_KEY, courierId).ask(question, atMost);
            }
        });
    }

    Asking(ActorSystem<?> system, int numberOfShards, Supplier<Duration> timeout, Way way) {
        this.system = system;
        this.way = way;
        this.timeout = timeout;
        this.shards = new Silence[numberOfShards];
        for (int i = 0; i < numberOfShards; i++) {
            shards[i] = new Silence(System.nanoTime());
        }
    }

    /** @return fails with a {@link TimeoutException} when no answer came in time; what follows runs on the thread that brings it */
    <R> CompletionStage<R> ask(String courierId, Class<R> type, Function<ActorRef<R>, Command> question) {
        return ask(courierId, type, question, System.nanoTime() + timeout.get().toNanos());
    }

    private <R> CompletionStage<R> ask(
            String courierId, Class<R> type, Function<ActorRef<R>, Command> question, long deadline) {
        Silence shard = shards[shardOf(courierId, shards.length)];
        long asked = System.nanoTime();
        if (deadline - asked <= 0) { // came round too late to ask again
            return CompletableFuture.completedFuture(type.cast(moving()));
        }
        if (!shard.admits(asked)) {
            return CompletableFuture.completedFuture(type.cast(
                    new Courier.Reply.Busy("the node of the courier does not answer, or its shard is moving")));
        }
        return way.ask(courierId, question, Duration.ofNanos(deadline - asked))
                .whenCompleteAsync(
                        (reply, failure) -> {
                            if (reply != null) {
                                shard.answered(System.nanoTime());
                            } else if (failure instanceof TimeoutException) {
                                shard.timedOut(asked);
                            }
                        },
                        HERE)
                .thenCompose(reply -> reply instanceof Courier.Reply.Moving
                        ? again(courierId, type, question, deadline)
                        : CompletableFuture.completedFuture(reply));
    }

    private <R> CompletionStage<R> again(
            String courierId, Class<R> type, Function<ActorRef<R>, Command> question, long deadline) {
        if (deadline - System.nanoTime() < 2 * AGAIN.toNanos()) {
            return CompletableFuture.completedFuture(type.cast(moving()));
        }
        return Patterns.after(AGAIN, system, () -> ask(courierId, type, question, deadline));
    }

    /**
     * As {@link akka.cluster.sharding.typed.HashCodeMessageExtractor} has it, without a text for each question. Of the one hash
     * code that has no absolute value Akka may make a negative shard; that one shares its place with another here.
     */
    static int shardOf(String courierId, int numberOfShards) {
        return Math.abs(Math.abs(courierId.hashCode()) % numberOfShards);
    }

    private static Courier.Reply.Busy moving() {
        return new Courier.Reply.Busy("the courier is moving to another node");
    }
}
