package io.rastro.proving.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is alive on the heaps of some JVMs, after a full collection of each.
 *
 * @param bytes of all objects
 * @param classes bytes of the objects of each class
 */
record LiveHeap(long bytes, Map<String, Long> classes) {

    private static final Pattern CLASS = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");
    private static final int PATIENCE_SECONDS = 60;

    /** @return why it cannot be measured here; empty when it can */
    static String impossible() {
        return Files.isExecutable(jcmd()) ? "" : "the JDK of this process has no " + jcmd();
    }

    /** Collects one after the other, so that no two stand still at the same time. */
    static LiveHeap of(List<Long> pids) throws IOException, InterruptedException {
        LiveHeap all = new LiveHeap(0, Map.of());
        for (long pid : pids) {
            all = all.plus(parse(histogram(pid)));
        }
        return all;
    }

    /** @param histogram as {@code jcmd PID GC.class_histogram} prints it */
    static LiveHeap parse(List<String> histogram) throws IOException {
        Map<String, Long> classes = new HashMap<>();
        for (String line : histogram) {
            Matcher total = TOTAL.matcher(line);
            if (total.matches()) {
                return new LiveHeap(Long.parseLong(total.group(1)), classes);
            }
            Matcher one = CLASS.matcher(line);
            if (one.matches()) {
                classes.merge(one.group(2), Long.parseLong(one.group(1)), Long::sum);
            }
        }
        throw new IOException("jcmd said no total: " + histogram);
    }

    private LiveHeap plus(LiveHeap other) {
        Map<String, Long> both = new HashMap<>(classes);
        other.classes.forEach((name, size) -> both.merge(name, size, Long::sum));
        return new LiveHeap(bytes + other.bytes, both);
    }

    /** The classes that have grown most since. */
    List<Map.Entry<String, Long>> growth(LiveHeap since, int count) {
        List<Map.Entry<String, Long>> grown = new ArrayList<>();
        classes.forEach((name, size) -> grown.add(Map.entry(name, size - since.classes.getOrDefault(name, 0L))));
        grown.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        return grown.subList(0, Math.min(count, grown.size()));
    }

    private static List<String> histogram(long pid) throws IOException, InterruptedException {
        Path out = Files.createTempFile("rastro-heap", ".txt");
        try {
            Process jcmd = new ProcessBuilder(jcmd().toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!jcmd.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                jcmd.destroyForcibly();
                throw new IOException("the heap of process " + pid + " was not counted in " + PATIENCE_SECONDS + " s");
            }
            return Files.readAllLines(out, StandardCharsets.UTF_8);
        } finally {
            Files.delete(out);
        }
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }
}
