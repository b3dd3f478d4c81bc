package io.rastro.node.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.ReachabilityChanged;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.Set;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells the {@link Fence} whether this node reaches the majority of the members, at the moment at which its own failure
 * detector says so. What other nodes' failure detectors say does not count: one that stood still finds everybody
 * unreachable for a moment, and would close the fences of all. {@link ReachabilityChanged}, by which the split brain resolver
 * goes as well, is an internal event of Akka's; the public ones do not tell who found a member unreachable.
 */
final class Majority extends AbstractBehavior<ClusterDomainEvent> {

    private static final Set<MemberStatus> VOTE = Set.of(MemberStatus.up(), MemberStatus.leaving());

    /** Members with it count, and no others. */
    private static final String ROLE = "akka.cluster.split-brain-resolver.keep-majority.role";

    private final Fence fence;
    private final UniqueAddress self;
    private final String role;
    private final Votes votes = new Votes();

    /** Also those that do not count: they, too, may say that this one is down. */
    private final Votes everyone = new Votes();

    static Behavior<ClusterDomainEvent> create(Fence fence) {
        return Behaviors.setup(context -> new Majority(context, fence));
    }

    private Majority(ActorContext<ClusterDomainEvent> context, Fence fence) {
        super(context);
        Cluster cluster = Cluster.get(context.getSystem());
        this.fence = fence;
        this.self = cluster.selfMember().uniqueAddress();
        this.role = context.getSystem().settings().config().getString(ROLE);
        cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
    }

    @Override
    public Receive<ClusterDomainEvent> createReceive() {
        return newReceiveBuilder()
                .onMessage(MemberEvent.class, this::onMember)
                .onMessage(ReachabilityChanged.class, this::onReachability)
                .onAnyMessage(event -> this)
                .build();
    }

    private Behavior<ClusterDomainEvent> onMember(MemberEvent event) {
        Member member = event.member();
        if (VOTE.contains(member.status())) {
            everyone.add(member.uniqueAddress());
        } else {
            everyone.remove(member.uniqueAddress());
        }
        if (VOTE.contains(member.status()) && (role.isEmpty() || member.hasRole(role))) {
            votes.add(member.uniqueAddress());
        } else {
            votes.remove(member.uniqueAddress());
        }
        if (event instanceof MemberDowned && member.uniqueAddress().equals(self)) {
            fence.declaredDown();
        }
        return told();
    }

    private Behavior<ClusterDomainEvent> onReachability(ReachabilityChanged event) {
        votes.unreachable(CollectionConverters.asJava(event.reachability().allUnreachableFrom(self)));
        return told();
    }

    private Behavior<ClusterDomainEvent> told() {
        fence.reachesMajority(votes.isMajority(), 1 + everyone.others(self));
        return this;
    }
}
