package io.rastro.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets a process sleep up to half a millisecond longer than it asked for: the kernel then wakes it once for many timers. Each
 * worker of Cassandra's stages that has found no more work asks for 10 µs, again and again: with 100 posts/s that was half of
 * what Cassandra took of this machine (docs/performance.md). Linux; elsewhere nothing is changed.
 */
final class TimerSlack {

    private static final Path SLACK = Path.of("/proc/self/timerslack_ns");
    private static final int NANOS = 500_000;

    private TimerSlack() {}

    /** Becomes the command that follows it, which inherits the slack in all its threads. */
    static List<String> launcher() {
        return Files.isWritable(SLACK)
                ? List.of("/bin/sh", "-c", "echo " + NANOS + " >" + SLACK + "; exec \"$0\" \"$@\"")
                : List.of();
    }
}
