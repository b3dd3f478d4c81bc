package io.rastro.proving.chaos;

import io.rastro.devstack.Endpoints;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.system.Drain;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run against a system that nobody else uses: faults one after the other under a load; then everything is healed,
 * and what was acknowledged has to be in every store, once.
 *
 * <p>The next fault begins when the system has accepted something after the one before; sinks and outboxes may still be
 * behind from that.
 */
public final class Chaos {

    private static final Duration ACCEPTS_WITHIN = Duration.ofMinutes(1);
    private static final Duration QUIET_BEFORE = Duration.ofSeconds(5);
    private static final Duration QUIET_AFTER = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 500;

    private final ChaosSettings settings;
    private final Target target;
    private final Path ledgerFile;
    private final Consumer<String> progress;
    private final Acceptance acceptance = new Acceptance();

    /**
     * The system under test.
     *
     * @param endpoints as they are now
     * @param s3 what the nodes take for the S3 endpoint
     */
    public record Target(Supplier<Endpoints> endpoints, FaultyS3 s3, List<InetSocketAddress> http) {}

    private Chaos(ChaosSettings settings, Target target, Path ledgerFile, Consumer<String> progress) {
        this.settings = settings;
        this.target = target;
        this.ledgerFile = ledgerFile;
        this.progress = progress;
    }

    /** @param ledger a new file */
    public static ChaosReport run(ChaosSettings settings, Target target, Path ledger, Consumer<String> progress)
            throws IOException {
        try {
            return new Chaos(settings, target, ledger, progress).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private ChaosReport run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<ChaosReport.Done> done;
        ChaosLoad.Reports loads;
        try (PeakMemory memory = PeakMemory.of(target.endpoints());
                Ledger ledger = Ledger.open(ledgerFile)) {
            ChaosLoad load = ChaosLoad.begin(settings, target.http(), ledger, acceptance);
            try {
                require(acceptance.awaitSteady(began, ACCEPTS_WITHIN), "the system takes nothing in");
                TimeUnit.NANOSECONDS.sleep(QUIET_BEFORE.toNanos());
                done = faults(new Injector(target.endpoints(), target.s3(), load));
            } finally {
                target.s3().heal();
            }
            TimeUnit.NANOSECONDS.sleep(QUIET_AFTER.toNanos());
            progress.accept("no more faults; waiting for the last answers");
            loads = load.end();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            progress.accept("waiting for the sinks");
            Duration drained = Drain.await(target.endpoints(), settings.patience());
            progress.accept("comparing the ledger with every store");
            VerifyReport verified =
                    Verification.run(ledgerFile, target.endpoints().get(), settings.patience(), progress);
            return new ChaosReport(
                    settings.seed(), elapsed, done, loads.positions(), loads.pix(), drained, verified, memory.peaks());
        }
    }

    private List<ChaosReport.Done> faults(Injector injector) throws IOException, InterruptedException {
        Schedule schedule = new Schedule(settings.seed(), settings.faults());
        List<ChaosReport.Done> done = new ArrayList<>();
        long end = System.nanoTime() + settings.duration().toNanos();
        while (System.nanoTime() < end) {
            Schedule.Planned planned = schedule.next();
            TimeUnit.NANOSECONDS.sleep(planned.before().toNanos());
            done.add(one(injector, planned));
        }
        return done;
    }

    private ChaosReport.Done one(Injector injector, Schedule.Planned planned) throws IOException, InterruptedException {
        double refusedBefore = planned.fault() == Fault.PRODUCER_FULL ? injector.refusedByProducers() : 0;
        Injector.Undo undo = injector.inject(planned);
        String detail = "";
        try {
            if (planned.fault() == Fault.PRODUCER_FULL) {
                detail = untilRefused(injector, refusedBefore, planned.hold());
            } else {
                TimeUnit.NANOSECONDS.sleep(planned.hold().toNanos());
            }
        } finally {
            undo.heal();
        }
        Duration after = acceptance.awaitSteady(System.nanoTime(), ACCEPTS_WITHIN);
        progress.accept(line(planned, detail, after));
        return new ChaosReport.Done(planned, detail, after);
    }

    /** At least for the planned time, and until a queue was full; for a minute at most. */
    private String untilRefused(Injector injector, double before, Duration least) throws InterruptedException {
        long began = System.nanoTime();
        double refused = 0;
        while (System.nanoTime() - began < least.toNanos()
                || (refused <= 0 && System.nanoTime() - began < ACCEPTS_WITHIN.toNanos())) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            refused = injector.refusedByProducers() - before;
        }
        return String.format(Locale.ROOT, "%.0f refused", refused);
    }

    private static String line(Schedule.Planned planned, String detail, @Nullable Duration after) {
        return String.format(
                Locale.ROOT,
                "%3d %-15s %5.1f s%s, accepted again %s",
                planned.number(),
                planned.fault().id(),
                planned.hold().toMillis() / 1e3,
                detail.isEmpty() ? "" : " (" + detail + ")",
                after == null
                        ? "NOT within " + ACCEPTS_WITHIN.toSeconds() + " s"
                        : String.format(Locale.ROOT, "after %.1f s", after.toMillis() / 1e3));
    }

    private static void require(@Nullable Duration accepted, String otherwise) throws IOException {
        if (accepted == null) {
            throw new IOException(otherwise);
        }
    }
}
