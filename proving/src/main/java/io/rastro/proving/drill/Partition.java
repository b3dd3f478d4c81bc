package io.rastro.proving.drill;

import io.rastro.proving.load.LoadReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(3);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

    private final Namespaces network;
    private final Duration hold;
    private final Duration settle;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();

    /**
     * @param network whose namespace k has node-k
     * @param hold how long each cut lasts at least; it ends when the minority has ended and its couriers are back
     * @param settle under load after the cluster is whole again
     */
    public Partition(Namespaces network, Duration hold, Duration settle) {
        this.network = network;
        this.hold = hold;
        this.settle = settle;
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
        TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
        try {
            String first = stage.fleet().oldest();
            cut(stage, directs, first, "first cut");
            String second = stage.fleet().names().stream()
                    .filter(name -> !name.equals(first))
                    .findFirst()
                    .orElseThrow();
            cut(stage, directs, second, "second cut");
        } finally {
            network.heal();
        }
        for (Direct direct : directs.values()) {
            LoadReport report = direct.end();
            bounds.add(Bounds.none(
                    "posts straight to a node that were never answered for", report.unanswered() + report.refused()));
        }
    }

    private void cut(Stage stage, Map<String, Direct> directs, String lonely, String which)
            throws IOException, InterruptedException {
        Set<Integer> shards = stage.fleet().shards(lonely);
        long pid = stage.fleet().pid(lonely);
        List<Direct> majority = directs.entrySet().stream()
                .filter(direct -> !direct.getKey().equals(lonely))
                .map(Map.Entry::getValue)
                .toList();
        Set<String> theirs = new HashSet<>();
        majority.forEach(direct ->
                theirs.addAll(direct.couriersIn(shards, stage.settings().numberOfShards())));
        if (theirs.isEmpty()) {
            throw new IOException(lonely + " has none of the couriers that are asked for");
        }
        directs.values().forEach(Direct::count);
        long began = stage.mark(lonely + " is being cut off");
        network.cutOff(number(lonely));
        long cut = stage.mark(lonely + " is cut off");
        Outage outage = new Outage(began, theirs);
        majority.forEach(direct -> direct.watch(outage));
        boolean back = outage.awaitAll(BACK_WITHIN);
        stage.mark(back ? "its couriers are back with the others" : "NOT all of its couriers are back");
        boolean ended = Fleet.await(() -> !Pause.isAlive(pid), ENDS_WITHIN);
        long end = stage.mark(lonely + (ended ? " has ended itself" : " has NOT ended itself"));
        TimeUnit.NANOSECONDS.sleep(Math.max(0, cut + hold.toNanos() - System.nanoTime()));
        network.heal();
        long healed = stage.mark("healed");
        boolean whole = stage.fleet().awaitWhole(WHOLE_WITHIN);
        long wholeAgain = stage.mark(whole ? "the cluster is whole again" : "the cluster is NOT whole again");
        TimeUnit.NANOSECONDS.sleep(settle.toNanos());
        double last = lonely(directs, lonely).lastAcceptedUntil(end, cut);
        note(
                which,
                outage.figures(),
                last,
                ended ? (end - cut) / 1e9 : null,
                whole ? (wholeAgain - healed) / 1e9 : null);
    }

    private static Direct lonely(Map<String, Direct> directs, String name) throws IOException {
        Direct direct = directs.get(name);
        if (direct == null) {
            throw new IOException("no node " + name);
        }
        return direct;
    }

    private void note(
            String which, Outage.Figures figures, double lastAccepted, @Nullable Double ended, @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        measured.add(new Measured(which + ": last 200 of the minority", lastAccepted, "s"));
        measured.add(new Measured(which + ": to the end of the minority's process", ended, "s"));
        measured.add(new Measured(which + ": to all its couriers back with the majority", back, "s"));
        measured.add(new Measured(
                which + ": couriers that were asked for, of them refused",
                (double) figures.couriers(),
                "/ " + figures.refused()));
        measured.add(new Measured(which + ": healing to the cluster whole again", whole, "s"));
        bounds.add(Bounds.within(which + ": last 200 of the minority", lastAccepted, DETECTION_SECONDS));
        bounds.add(Pause.happened(which + ": the minority ends itself", ended));
        bounds.add(
                Bound.exact(which + ": its couriers are taken over", back == null ? "no" : "yes", "yes", back != null));
        bounds.add(Pause.happened(which + ": the cluster is whole again", whole));
    }

    /** {@code node-2} is in namespace 2. */
    private static int number(String node) {
        return Integer.parseInt(node.substring(node.lastIndexOf('-') + 1));
    }

    @Override
    public List<Measured> measured() {
        return List.copyOf(measured);
    }

    @Override
    public List<Bound> bounds() {
        return List.copyOf(bounds);
    }
}
