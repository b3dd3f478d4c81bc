package io.rastro.sharding.remote;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The other nodes of the cluster, to tell something to each. */
public final class Others {

    private Others() {}

    /** Those that are reached. Members and not the receptionist: that lists a node only some time after it takes requests. */
    public static Supplier<Set<Address>> of(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        return () -> {
            Set<Address> addresses = new HashSet<>();
            cluster.state().getMembers().forEach(member -> addresses.add(member.address()));
            cluster.state().getUnreachable().forEach(member -> addresses.remove(member.address()));
            addresses.remove(cluster.selfMember().address());
            return addresses;
        };
    }
}
