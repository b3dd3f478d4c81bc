package io.rastro.node.membership;

import akka.cluster.UniqueAddress;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who counts, and who of them is reached. The rule is that of the split brain resolver's {@code keep-majority}, which waits
 * until nothing changes and then ends the minority: half of the members are a majority when the one with the lowest address
 * is among them. Not thread-safe.
 */
final class Votes {

    private static final Comparator<UniqueAddress> BY_ADDRESS = UniqueAddress::compareTo;

    private final TreeSet<UniqueAddress> voters = new TreeSet<>(BY_ADDRESS);
    private Set<UniqueAddress> unreachable = Set.of();

    void add(UniqueAddress member) {
        voters.add(member);
    }

    /** It leaves, is gone, or has not quite come. */
    void remove(UniqueAddress member) {
        voters.remove(member);
    }

    /** @param members all that are not reached now, voters or not */
    void unreachable(Set<UniqueAddress> members) {
        unreachable = Set.copyOf(members);
    }

    int others(UniqueAddress self) {
        return voters.size() - (voters.contains(self) ? 1 : 0);
    }

    /** Also before there are any. */
    boolean isMajority() {
        long reached =
                voters.stream().filter(voter -> !unreachable.contains(voter)).count();
        boolean half = 2 * reached == voters.size();
        return half ? voters.isEmpty() || !unreachable.contains(voters.first()) : 2 * reached > voters.size();
    }
}
