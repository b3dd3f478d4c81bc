package io.rastro.proving.chaos;

import io.rastro.devstack.DiskFull;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.devstack.s3.S3Fault;
import io.rastro.proving.system.HttpText;
import io.rastro.proving.system.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does to a running system what the schedule says. */
final class Injector {

    private static final Duration SLOW_DELAY = Duration.ofMillis(500);
    private static final long SLOW_BYTES_PER_SECOND = 64 << 10;
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
        Endpoints.Pids pids = endpoints.get().pids();
        return switch (planned.fault()) {
            case NODE_KILL -> kill(node(pids, planned));
            case NODE_PAUSE -> pause(node(pids, planned));
            case KAFKA_KILL -> kill(pids.kafka());
            case KAFKA_PAUSE -> pause(pids.kafka());
            case KAFKA_SLOW -> slow(pids.kafka());
            case PRODUCER_FULL -> pause(pids.kafka());
            case CASSANDRA_KILL -> kill(pids.cassandra());
            case CASSANDRA_PAUSE -> pause(pids.cassandra());
            case CASSANDRA_SLOW -> slow(pids.cassandra());
            case REGISTRY_KILL -> kill(pids.registry());
            case REGISTRY_PAUSE -> pause(pids.registry());
            case S3_KILL -> kill(pids.s3());
            case S3_PAUSE -> pause(pids.s3());
            case S3_SLOW -> s3(S3Fault.slow(SLOW_DELAY, SLOW_BYTES_PER_SECOND));
            case S3_429 -> s3(S3Fault.answering(429), planned);
            case S3_500 -> s3(S3Fault.answering(500), planned);
            case S3_503 -> s3(S3Fault.answering(503), planned);
            case S3_RESET -> s3(S3Fault.resetting(), planned);
            case S3_HANG -> s3(S3Fault.hanging(), planned);
            case S3_DISK_FULL -> DiskFull.of(known(pids.s3()))::close;
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

    private static Undo kill(@Nullable Long pid) {
        Signals.kill(known(pid));
        return () -> {};
    }

    private static Undo pause(@Nullable Long pid) throws IOException {
        long paused = known(pid);
        Signals.stop(paused);
        return () -> Signals.goOn(paused);
    }

    private static Undo slow(@Nullable Long pid) {
        Throttle throttle = Throttle.begin(known(pid));
        return throttle::end;
    }

    private Undo s3(S3Fault fault, Schedule.Planned planned) {
        S3Fault.Stage[] stages = S3Fault.Stage.values();
        return s3(fault.at(stages[new Random(planned.seed()).nextInt(stages.length)]));
    }

    private Undo s3(S3Fault fault) {
        s3.inject(fault);
        return s3::heal;
    }

    private static long known(@Nullable Long pid) {
        if (pid == null) {
            throw new IllegalStateException("the system under test lacks a server");
        }
        return pid;
    }
}
