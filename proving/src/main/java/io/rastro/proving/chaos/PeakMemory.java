package io.rastro.proving.chaos;

import io.rastro.devstack.Endpoints;
import io.rastro.proving.system.ProcessUse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The most memory that each process of a system had, looked at once a second. */
final class PeakMemory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeakMemory.class);

    private final Supplier<Endpoints> endpoints;
    private final Map<String, Long> peaks = new TreeMap<>();
    private final Thread thread;

    private PeakMemory(Supplier<Endpoints> endpoints) {
        this.endpoints = endpoints;
        this.thread = new Thread(this::watch, "peak-memory");
        thread.setDaemon(true);
    }

    static PeakMemory of(Supplier<Endpoints> endpoints) {
        PeakMemory memory = new PeakMemory(endpoints);
        memory.thread.start();
        return memory;
    }

    /** Bytes, by the name of the process. */
    synchronized Map<String, Long> peaks() {
        return Map.copyOf(peaks);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                look();
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        try {
            add();
        } catch (RuntimeException e) {
            LOG.debug("not looked at, the next look is in a second", e);
        }
    }

    private void add() {
        ProcessUse.of(endpoints.get().pids()).forEach((name, use) -> peaks.merge(name, use.residentBytes(), Math::max));
    }
}
