package io.rastro.sharding.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks entities of one kind, wherever they are, within one bound of time. A question to one that leaves its node is asked again,
 * so that it waits for the new one instead of failing; questions to a shard that {@linkplain Silence is silent} are refused
 * at once, but for one now and then.
 */
final class Asking<C> {

    /** Otherwise each stage after one of Akka's changes to a thread of the JDK's common pool. */
    private static final Executor HERE = Runnable::run;

    private static final Duration AGAIN = Duration.ofMillis(20);

    private final ActorSystem<?> system;
    private final EntityKind<C> kind;
    private final Way<C> way;
    private final Supplier<Duration> timeout;
    private final Silence[] shards;

    /** How a question reaches an entity and the answer comes back. */
    interface Way<C> {
        <R> CompletionStage<R> ask(String id, Function<ActorRef<R>, C> question, Duration timeout);
    }

    /** @param timeout of a question that is asked now */
    static <C> Asking<C> throughShards(
            ActorSystem<?> system, EntityKind<C> kind, int numberOfShards, Supplier<Duration> timeout) {
        ClusterSharding sharding = ClusterSharding.get(system);
        return new Asking<>(system, kind, numberOfShards, timeout, new Way<>() {
            @Override
            public <R> CompletionStage<R> ask(String id, Function<ActorRef<R>, C> question, Duration atMost) {
                return sharding.entityRefFor(kind.key(), id).ask(question, atMost);
            }
        });
    }

    Asking(ActorSystem<?> system, EntityKind<C> kind, int numberOfShards, Supplier<Duration> timeout, Way<C> way) {
        this.system = system;
        this.kind = kind;
        this.way = way;
        this.timeout = timeout;
        this.shards = new Silence[numberOfShards];
        for (int i = 0; i < numberOfShards; i++) {
            shards[i] = new Silence(System.nanoTime());
        }
    }

    /** @return fails with a {@link TimeoutException} when no answer came in time; what follows runs on the thread that brings it */
    <R> CompletionStage<R> ask(String id, Class<R> type, Function<ActorRef<R>, C> question) {
        return ask(id, type, question, System.nanoTime() + timeout.get().toNanos());
    }

    private <R> CompletionStage<R> ask(String id, Class<R> type, Function<ActorRef<R>, C> question, long deadline) {
        Silence shard = shards[shardOf(id, shards.length)];
        long asked = System.nanoTime();
        if (deadline - asked <= 0) { // came round too late to ask again
            return CompletableFuture.completedFuture(type.cast(moving()));
        }
        if (!shard.admits(asked)) {
            return CompletableFuture.completedFuture(type.cast(kind.refusals()
                    .busy("the node of the " + kind.noun() + " does not answer, or its shard is moving")));
        }
        return way.ask(id, question, Duration.ofNanos(deadline - asked))
                .whenCompleteAsync(
                        (reply, failure) -> {
                            if (reply != null) {
                                shard.answered(System.nanoTime());
                            } else if (failure instanceof TimeoutException) {
                                shard.timedOut(asked);
                            }
                        },
                        HERE)
                .thenCompose(reply -> kind.refusals().isMoving(reply)
                        ? again(id, type, question, deadline)
                        : CompletableFuture.completedFuture(reply));
    }

    private <R> CompletionStage<R> again(String id, Class<R> type, Function<ActorRef<R>, C> question, long deadline) {
        if (deadline - System.nanoTime() < 2 * AGAIN.toNanos()) {
            return CompletableFuture.completedFuture(type.cast(moving()));
        }
        return Patterns.after(AGAIN, system, () -> ask(id, type, question, deadline));
    }

    /**
     * As {@link akka.cluster.sharding.typed.HashCodeMessageExtractor} has it, without a text for each question. Of the one hash
     * code that has no absolute value Akka may make a negative shard; that one shares its place with another here.
     */
    static int shardOf(String id, int numberOfShards) {
        return Math.abs(Math.abs(id.hashCode()) % numberOfShards);
    }

    private Object moving() {
        return kind.refusals().busy("the " + kind.noun() + " is moving to another node");
    }
}
