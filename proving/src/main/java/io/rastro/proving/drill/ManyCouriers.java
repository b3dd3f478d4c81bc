package io.rastro.proving.drill;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.system.Drain;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many couriers at the same time: the heap that each of them takes, how long it takes until a share of them has moved to
 * another node, and until all of them are back after a start of the whole cluster. Then everything that was acknowledged has
 * to be in every store, once.
 */
public final class ManyCouriers {

    private static final String NAME = "couriers";
    private static final Duration IN_WITHIN = Duration.ofSeconds(60);

    private ManyCouriers() {}

    /** @return why it cannot be run here; empty when it can */
    public static String impossible() {
        return LiveHeap.impossible();
    }

    /**
     * @param fleet whose first nodes are ready, which nobody else uses, and whose couriers stay in memory meanwhile
     * @param ledger a new file
     */
    public static DrillReport run(DrillSettings settings, Fleet fleet, Path ledger, Consumer<String> progress)
            throws IOException {
        try {
            long began = System.nanoTime();
            Timeline timeline = new Timeline();
            try (Balancer balancer =
                            Balancer.open((node, in) -> timeline.note(node + (in ? " comes in" : " goes out")));
                    Ledger file = Ledger.open(ledger)) {
                fleet.putBehind(balancer);
                for (String node : fleet.names()) {
                    if (!balancer.await(node, true, IN_WITHIN)) {
                        throw new IOException(node + " is not ready");
                    }
                }
                Crowd crowd = new Crowd(settings, fleet, balancer, file, timeline, progress);
                new CrowdComes(crowd).run();
                new CrowdMoves(crowd).run();
                new CrowdRestarts(crowd).run();
                return report(crowd, ledger, Duration.ofNanos(System.nanoTime() - began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static DrillReport report(Crowd crowd, Path ledger, Duration elapsed)
            throws IOException, InterruptedException {
        Duration patience = crowd.settings.patience();
        crowd.say("waiting for the sinks");
        @Nullable Duration drained = Drain.await(crowd.fleet.stack()::endpoints, patience);
        crowd.say("comparing the ledger with every store");
        VerifyReport verified = Verification.run(ledger, crowd.fleet.stack().endpoints(), patience, crowd::say);
        LoadReport load = crowd.load(elapsed);
        List<Bound> bounds = new ArrayList<>();
        bounds.add(Bounds.answered(Items.POSITIONS, load));
        bounds.addAll(crowd.bounds);
        bounds.addAll(Bounds.ofStores(drained, verified));
        return new DrillReport(
                NAME,
                crowd.settings,
                elapsed,
                load,
                null,
                List.of(),
                new Streams(Set.of()).figures(),
                crowd.measured,
                crowd.timeline(),
                crowd.failures,
                List.of(),
                drained,
                verified,
                bounds);
    }
}
