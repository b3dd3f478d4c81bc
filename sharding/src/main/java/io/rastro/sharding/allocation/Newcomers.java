package io.rastro.sharding.allocation;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members that came up a short while ago, for a short while after one was declared down. To one that has just joined itself,
 * all have come just now.
 */
final class Newcomers implements Supplier<Set<Address>> {

    /** The takeover of what a dead node had is over by then, and the JVM has compiled what it does most. */
    static final Duration WHILE = Duration.ofSeconds(20);

    private final Map<Address, Long> upSince = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private volatile @Nullable Long lostOne;

    Newcomers(ActorSystem<?> system, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Cluster.get(system)
                .subscriptions()
                .tell(Subscribe.create(
                        system.systemActorOf(
                                Behaviors.<MemberEvent>receiveMessage(event -> {
                                    heard(event);
                                    return Behaviors.same();
                                }),
                                "newcomers",
                                Props.empty()),
                        MemberEvent.class));
    }

    private void heard(MemberEvent event) {
        if (event instanceof MemberUp up) {
            upSince.put(up.member().address(), nanoTime.getAsLong());
        } else if (event instanceof MemberDowned) {
            lostOne = nanoTime.getAsLong();
        } else if (event instanceof MemberRemoved removed) {
            upSince.remove(removed.member().address());
        }
    }

    @Override
    public Set<Address> get() {
        long now = nanoTime.getAsLong();
        Long lost = lostOne;
        if (lost == null || isOver(lost, now)) {
            return Set.of();
        }
        return upSince.entrySet().stream()
                .filter(up -> !isOver(up.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOver(long since, long now) {
        return now - since > WHILE.toNanos();
    }
}
