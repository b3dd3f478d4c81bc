package io.rastro.sharding.area;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.javadsl.Source;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.live.Cursor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where all couriers of the cluster are, as a node sees it: what each node's {@link AreaIndex} says, put together. */
public final class Areas {

    private final ActorSystem<?> system;
    private final AreaSettings settings;
    private final ActorRef<AreaIndex.Command> own;
    private volatile Nodes nodes;
    private volatile int size;

    private record Nodes(Set<ActorRef<AreaIndex.Command>> reachable, boolean all) {}

    /**
     * @param found of those nodes that answered
     * @param complete whether all did; an unreachable one is not asked
     */
    public record Answer(Found found, boolean complete) {}

    /**
     * A window that a connection watches.
     *
     * @param frames the connection's; one materialisation
     * @param move watches another window from now on
     * @param refuse tells the watcher that what it sent was of no use
     */
    public record Watched(Source<AreaFrame, NotUsed> frames, Consumer<Bbox> move, Consumer<String> refuse) {}

    private Areas(ActorSystem<?> system, AreaSettings settings) {
        this.system = system;
        this.settings = settings;
        this.own = system.systemActorOf(
                AreaIndex.create(settings.visibleFor(), Clock.systemUTC(), now -> size = now), "areas", Props.empty());
        this.nodes = new Nodes(Set.of(own), true);
        system.systemActorOf(followNodes(), "areas-of-all-nodes", Props.empty());
        system.receptionist().tell(Receptionist.register(AreaIndex.KEY, own));
    }

    /** Once for each node. */
    public static Areas start(ActorSystem<?> system, AreaSettings settings) {
        return new Areas(system, settings);
    }

    private Behavior<Receptionist.Listing> followNodes() {
        return Behaviors.setup(context -> {
            system.receptionist().tell(Receptionist.subscribe(AreaIndex.KEY, context.getSelf()));
            return Behaviors.receive(Receptionist.Listing.class)
                    .onMessage(Receptionist.Listing.class, listing -> {
                        Set<ActorRef<AreaIndex.Command>> now =
                                new HashSet<>(listing.getServiceInstances(AreaIndex.KEY));
                        now.add(own);
                        nodes = new Nodes(
                                Set.copyOf(now), now.containsAll(listing.getAllServiceInstances(AreaIndex.KEY)));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** For the couriers of this node. */
    public Whereabouts whereabouts() {
        return new Whereabouts() {
            @Override
            public void at(TracedPosition live) {
                own.tell(new AreaIndex.At(live));
            }

            @Override
            public void gone(String courierId, boolean moving) {
                own.tell(new AreaIndex.Gone(courierId, moving));
            }
        };
    }

    /** How many couriers of this node are there, as of some seconds ago. */
    public int size() {
        return size;
    }

    /**
     * Who is in a window: {@link Found.Couriers}, or {@link Found.Clusters} when there are more than {@code most}.
     *
     * @return fails with {@link TimeoutException} when no node answers in time
     */
    public CompletionStage<Answer> within(Bbox window, int most) {
        return askAll(
                replyTo -> new AreaIndex.Within(window, most, replyTo), answers -> together(answers, window, most));
    }

    /**
     * Who is near a place, the nearest first: {@link Found.Nearest}.
     *
     * @param radiusM metres, above 0, at most {@link Distance#FARTHEST_M}
     * @param most at least 1
     * @return fails like {@link #within}
     */
    public CompletionStage<Answer> near(double lat, double lon, double radiusM, int most) {
        return askAll(
                replyTo -> new AreaIndex.Around(lat, lon, radiusM, most, replyTo), answers -> nearest(answers, most));
    }

    /** Live frames of a window. */
    public Watched live(Bbox window) {
        CompletableFuture<ActorRef<AreaSession.Command>> session = new CompletableFuture<>();
        return new Watched(
                AreaSession.frames(system, window, settings.maxCouriers(), session),
                next -> session.thenAccept(ref -> ref.tell(new AreaSession.Move(next))),
                why -> session.thenAccept(ref -> ref.tell(new AreaSession.Refuse(why))));
    }

    private CompletionStage<Answer> askAll(
            Function<ActorRef<Found>, AreaIndex.Command> question, Function<List<Found>, Found> together) {
        List<CompletableFuture<@Nullable Found>> asked = new ArrayList<>();
        Nodes now = nodes;
        for (ActorRef<AreaIndex.Command> index : now.reachable()) {
            asked.add(AskPattern.<AreaIndex.Command, Found>ask(
                            index, question::apply, settings.askTimeout(), system.scheduler())
                    .<@Nullable Found>handle((found, failure) -> found)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            List<Found> answers = new ArrayList<>();
            for (CompletableFuture<@Nullable Found> each : asked) {
                Found answer = each.join();
                if (answer != null) {
                    answers.add(answer);
                }
            }
            return answers.isEmpty()
                    ? CompletableFuture.failedStage(new TimeoutException("no node says who is there"))
                    : CompletableFuture.completedStage(
                            new Answer(together.apply(answers), now.all() && answers.size() == asked.size()));
        });
    }

    private static Found together(List<Found> answers, Bbox window, int most) {
        Map<String, TracedPosition> couriers = new HashMap<>();
        List<Cluster> clusters = new ArrayList<>();
        for (Found answer : answers) {
            if (answer instanceof Found.Couriers found) {
                found.couriers().forEach(at -> couriers.merge(at.courierId(), at, Areas::newer));
            } else if (answer instanceof Found.Clusters found) {
                clusters.addAll(found.clusters());
            }
        }
        if (clusters.isEmpty() && couriers.size() <= most) {
            return new Found.Couriers(List.copyOf(couriers.values()));
        }
        clusters.addAll(AreaMap.clusters(couriers.values(), window));
        Map<Long, Cluster> merged = new HashMap<>();
        clusters.forEach(cluster -> merged.merge(cluster.cell(), cluster, Cluster::plus));
        return new Found.Clusters(List.copyOf(merged.values()));
    }

    private static Found nearest(Collection<Found> answers, int most) {
        Map<String, Near> couriers = new HashMap<>();
        for (Found answer : answers) {
            if (answer instanceof Found.Nearest found) {
                found.couriers()
                        .forEach(near -> couriers.merge(
                                near.at().courierId(),
                                near,
                                (one, other) -> newer(one.at(), other.at()) == one.at() ? one : other));
            }
        }
        return new Found.Nearest(
                couriers.values().stream().sorted(Near.BY_DISTANCE).limit(most).toList());
    }

    /** A courier that moves to another node may be on both for a moment. */
    private static TracedPosition newer(TracedPosition one, TracedPosition other) {
        return new Cursor(one.seqNr(), one.index()).compareTo(new Cursor(other.seqNr(), other.index())) >= 0
                ? one
                : other;
    }
}
