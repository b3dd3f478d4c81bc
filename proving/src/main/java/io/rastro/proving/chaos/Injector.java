package io.rastro.proving.chaos;

import io.rastro.devstack.DiskFull;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.devstack.s3.S3Fault;
import io.rastro.proving.system.HttpText;
import io.rastro.proving.system.Metrics;
import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does to a running system what the schedule says. */
final class Injector {

    private static final Duration SLOW_DELAY = Duration.ofMillis(500);
    private static final long SLOW_BYTES_PER_SECOND = 64 << 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();
    private static final String REFUSED = "rastro_egress_refused_total";

    private final Supplier<Endpoints> endpoints;
    private final FaultyS3 s3;
    private final ChaosLoad load;

    /** Ends a fault. */
    @FunctionalInterface
    interface Undo {
        void heal() throws IOException;
    }

    /** @param endpoints as they are now: a process that was started again has another pid */
    Injector(Supplier<Endpoints> endpoints, FaultyS3 s3, ChaosLoad load) {
        this.endpoints = endpoints;
        this.s3 = s3;
        this.load = load;
    }

    Undo inject(Schedule.Planned planned) throws IOException {
        return switch (planned.fault()) {
            case NODE_KILL -> kill(pids -> node(pids, planned));
            case NODE_PAUSE -> pause(pids -> node(pids, planned));
            case KAFKA_KILL -> kill(Endpoints.Pids::kafka);
            case KAFKA_PAUSE -> pause(Endpoints.Pids::kafka);
            case KAFKA_SLOW -> slow(Endpoints.Pids::kafka);
            case PRODUCER_FULL -> pause(Endpoints.Pids::kafka);
            case CASSANDRA_KILL -> kill(Endpoints.Pids::cassandra);
            case CASSANDRA_PAUSE -> pause(Endpoints.Pids::cassandra);
            case CASSANDRA_SLOW -> slow(Endpoints.Pids::cassandra);
            case REGISTRY_KILL -> kill(Endpoints.Pids::registry);
            case REGISTRY_PAUSE -> pause(Endpoints.Pids::registry);
            case S3_KILL -> kill(Endpoints.Pids::s3);
            case S3_PAUSE -> pause(Endpoints.Pids::s3);
            case S3_SLOW -> s3(S3Fault.slow(SLOW_DELAY, SLOW_BYTES_PER_SECOND));
            case S3_429 -> s3(S3Fault.answering(429), planned);
            case S3_500 -> s3(S3Fault.answering(500), planned);
            case S3_503 -> s3(S3Fault.answering(503), planned);
            case S3_RESET -> s3(S3Fault.resetting(), planned);
            case S3_HANG -> s3(S3Fault.hanging(), planned);
            case S3_DISK_FULL -> DiskFull.of(alive(Endpoints.Pids::s3))::close;
            case RETRY_STORM -> {
                load.storm(true);
                yield () -> load.storm(false);
            }
            case WRONG_CLOCKS -> {
                load.wrongClocks(true);
                yield () -> load.wrongClocks(false);
            }
        };
    }

    /** How often a queue before a producer was full, or its line broken, on the nodes that say so. */
    double refusedByProducers() {
        double sum = 0;
        for (String node : endpoints.get().http()) {
            try {
                sum += Metrics.parse(HttpText.get(node + "/metrics"))
                        .sum(REFUSED)
                        .orElse(0);
            } catch (IOException away) {
                // it counts from zero when it is back
            }
        }
        return sum;
    }

    private static long node(Endpoints.Pids pids, Schedule.Planned planned) {
        List<Long> nodes = pids.nodes();
        return nodes.get(new Random(planned.seed()).nextInt(nodes.size()));
    }

    private Undo kill(Function<Endpoints.Pids, @Nullable Long> process) throws IOException {
        Signals.kill(alive(process));
        return () -> {};
    }

    private Undo pause(Function<Endpoints.Pids, @Nullable Long> process) throws IOException {
        long paused = alive(process);
        Signals.stop(paused);
        return () -> Signals.goOn(paused);
    }

    private Undo slow(Function<Endpoints.Pids, @Nullable Long> process) throws IOException {
        return Throttle.begin(alive(process))::end;
    }

    /**
     * Waits for a process that is being started again. Only children of this process are ever hurt: a number that is
     * somebody else's by now is not one.
     */
    private long alive(Function<Endpoints.Pids, @Nullable Long> process) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Long pid = process.apply(endpoints.get().pids());
            if (pid != null && isOurs(pid)) {
                return pid;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("a process that was to be hurt is not there for " + PATIENCE.toSeconds() + " s");
    }

    private static boolean isOurs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent();
    }

    private Undo s3(S3Fault fault, Schedule.Planned planned) {
        S3Fault.Stage[] stages = S3Fault.Stage.values();
        return s3(fault.at(stages[new Random(planned.seed()).nextInt(stages.length)]));
    }

    private Undo s3(S3Fault fault) {
        s3.inject(fault);
        return s3::heal;
    }
}
