package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The oldest of three nodes is cut off from the two others, and healed; then one of these two is cut off from the other one
 * and the former lonely one, and healed. Clients and the servers reach all of them all the time.
 */
public final class Partition implements Scenario {

    /** The failure detector's patience, a heartbeat, and as much for a machine of two cores. */
    private static final double DETECTION_SECONDS = 8;

    private final Namespaces network;
    private final Duration hold;

    /**
     * @param network whose namespace k has node-k
     * @param hold how long each cut lasts at least; it ends when the minority has ended and its couriers are back
     */
    public Partition(Namespaces network, Duration hold) {
        this.network = network;
        this.hold = hold;
    }

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Map<String, Direct> directs = new LinkedHashMap<>();
        for (String node : stage.fleet().names()) {
            directs.put(node, stage.direct(node));
        }
        for (Direct direct : directs.values()) {
            direct.awaitAccepted();
        }
        try {
            String first = stage.fleet().oldest();
            cut(stage, directs, first, "first cut: ");
            stage.rest();
            String second = stage.fleet().names().stream()
                    .filter(name -> !name.equals(first))
                    .findFirst()
                    .orElseThrow();
            cut(stage, directs, second, "second cut: ");
        } finally {
            network.heal();
        }
        stage.endDirects();
    }

    private void cut(Stage stage, Map<String, Direct> directs, String lonely, String which)
            throws IOException, InterruptedException {
        long pid = stage.fleet().pid(lonely);
        Map<String, Direct> majority = new LinkedHashMap<>(directs);
        Direct minority = Objects.requireNonNull(majority.remove(lonely));
        Set<String> theirs = couriersOn(stage, lonely, majority.values());
        long before = System.nanoTime();
        minority.awaitAccepted();
        long began = stage.mark(lonely + " is being cut off");
        network.cutOff(number(lonely));
        long cut = stage.mark(lonely + " is cut off");
        Outage outage = new Outage(began, theirs);
        majority.values().forEach(direct -> direct.watch(outage));
        stage.awaitBack(outage);
        Double ended = stage.awaitEnd(lonely, pid, cut);
        Double last = afterTheCut(minority.lastAcceptedAfter(before), cut - before);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, cut + hold.toNanos() - System.nanoTime()));
        network.heal();
        long healed = stage.mark("healed");
        Double whole = ended == null ? null : stage.awaitWhole(lonely, pid, healed);
        note(stage, which, outage.figures(), last, ended, whole);
    }

    /** A machine with much to do may answer the last of them before it has cut. @param cut nanoseconds after the same instant */
    private static @Nullable Double afterTheCut(@Nullable Double seconds, long cut) {
        return seconds == null ? null : Math.max(0, seconds - cut / 1e9);
    }

    /** Couriers that live on a node and are asked for through others. */
    private static Set<String> couriersOn(Stage stage, String node, Collection<Direct> others) throws IOException {
        Set<Integer> shards = stage.fleet().shards(node);
        Set<String> there = new HashSet<>();
        others.forEach(direct ->
                there.addAll(direct.couriersIn(shards, stage.settings().numberOfShards())));
        if (there.isEmpty()) {
            throw new IOException(node + " has none of the couriers that are asked for");
        }
        return there;
    }

    private static void note(
            Stage stage,
            String which,
            Outage.Figures figures,
            @Nullable Double lastAccepted,
            @Nullable Double ended,
            @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        stage.measured(which + "last 200 of the minority", lastAccepted, "s");
        stage.measured(which + "to the end of the minority's process", ended, "s");
        stage.measured(which + "to all its couriers back with the majority", back, "s");
        stage.measured(
                which + "couriers that were asked for, of them refused",
                (double) figures.couriers(),
                "/ " + figures.refused());
        stage.measured(which + "healing to the cluster whole again", whole, "s");
        stage.bound(Bounds.measuredWithin(which + "last 200 of the minority", lastAccepted, DETECTION_SECONDS));
        stage.bound(Bounds.happened(which + "the minority ends itself", ended));
        stage.bound(Bounds.is(which + "its couriers are taken over", back != null));
        stage.bound(Bounds.happened(which + "the cluster is whole again", whole));
    }

    /** {@code node-2} is in namespace 2. */
    private static int number(String node) {
        return Integer.parseInt(node.substring(node.lastIndexOf('-') + 1));
    }
}
