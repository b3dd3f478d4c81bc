package io.rastro.sharding.area;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one node's index was asked by an {@link AreaSession}, and has said. */
final class AskedNode {

    final ActorRef<AreaIndex.Command> index;
    long id;
    long number;
    long heardAtNanos;
    boolean answered;
    /** Those of a view that is not whole yet; null: it is. */
    @Nullable
    Set<String> viewed;

    List<Cluster> clusters = List.of();

    AskedNode(ActorRef<AreaIndex.Command> index) {
        this.index = index;
    }

    /** @return false: a message was lost before this one */
    boolean isNext(AreaFeed told) {
        long its = told instanceof AreaFeed.View view
                ? view.number()
                : told instanceof AreaFeed.Seen seen ? seen.number() : ((AreaFeed.Left) told).number();
        number++;
        return its == number;
    }
}
