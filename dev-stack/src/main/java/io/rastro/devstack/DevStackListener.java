package io.rastro.devstack;

import java.nio.file.Path;
import java.time.Duration;

/** Hears what becomes of the processes, on any thread; every method returns at once. */
public interface DevStackListener {
    /** Hears nothing. */
    DevStackListener SILENT = new DevStackListener() {};

    default void starting(String process) {}

    /**
     * It takes requests.
     *
     * @param took since it was started
     */
    default void ready(String process, Duration took) {}

    /** It ended without being told to by the stack; {@code again} says when it comes back. */
    default void died(String process, int exitCode, Duration again, Path log) {}

    /** It ended and stays down: it was told to, or restarts are off. */
    default void stopped(String process, int exitCode) {}
}
