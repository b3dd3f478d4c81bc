package io.rastro.proving.system;

import io.rastro.devstack.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process has used so far, as Linux counts it.
 *
 * @param cpuSeconds user and system time of all its threads
 * @param residentBytes memory that is in RAM now
 */
public record ProcessUse(double cpuSeconds, long residentBytes) {

    /** Linux tells times in this unit to programs, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int PAGE_BYTES = 4096;

    /** Of each process of the system that runs, by name. */
    public static Map<String, ProcessUse> of(Endpoints.Pids pids) {
        Map<String, ProcessUse> uses = new LinkedHashMap<>();
        List<Long> nodes = pids.nodes();
        for (int k = 0; k < nodes.size(); k++) {
            put(uses, "node-" + k, nodes.get(k));
        }
        put(uses, "cassandra", pids.cassandra());
        put(uses, "kafka", pids.kafka());
        put(uses, "s3", pids.s3());
        put(uses, "registry", pids.registry());
        return uses;
    }

    /** Null when there is no such process, or no {@code /proc}. */
    public static @Nullable ProcessUse of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // After the name in parentheses, which may hold spaces: state is field 3 of proc(5).
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return new ProcessUse(ticks / TICKS_PER_SECOND, Long.parseLong(fields[21]) * PAGE_BYTES);
        } catch (IOException notThere) {
            return null;
        }
    }

    private static void put(Map<String, ProcessUse> uses, String name, @Nullable Long pid) {
        ProcessUse use = pid == null ? null : of(pid);
        if (use != null) {
            uses.put(name, use);
        }
    }
}
