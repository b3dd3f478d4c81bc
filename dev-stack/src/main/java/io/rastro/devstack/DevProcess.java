package io.rastro.devstack;

import java.nio.file.Path;
import java.time.Duration;

/** One process of a running stack, for those who want to hurt it. */
public interface DevProcess {
    String name();

    /** Of the process that runs now, or of the last one that did. */
    long pid();

    boolean isAlive();

    /** Alive, and has answered its probe since it was last started. */
    boolean isReady();

    Path log();

    /** SIGKILL; supervision brings it back after a second unless restarts are off. */
    void kill();

    /** SIGTERM, then SIGKILL after a bound; it stays down until {@link #start}. Returns when it is gone. */
    void stop();

    /** Starts it if it is down and returns when it is ready. */
    void start();

    /** {@link #stop} and {@link #start}. */
    default void restart() {
        stop();
        start();
    }

    /** Waits until it is ready, through restarts. */
    void awaitReady(Duration atMost);
}
