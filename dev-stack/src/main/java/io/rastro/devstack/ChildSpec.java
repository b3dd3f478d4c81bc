package io.rastro.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to run one child process.
 *
 * @param title in messages
 * @param launcher what starts the command and becomes it; mostly nothing
 * @param command the JVM first
 * @param directory null: that of this process
 * @param before run before each start
 * @param readyWithin how long its first start may take
 * @param stopWithin how long it may take to end after SIGTERM
 * @param again how long after it died it is started again, when it was ready
 */
record ChildSpec(
        String name,
        String title,
        List<String> launcher,
        List<String> command,
        Map<String, String> env,
        @Nullable Path directory,
        Path tether,
        LogFile log,
        Preparation before,
        Probe ready,
        Duration readyWithin,
        Duration stopWithin,
        Duration again) {

    @FunctionalInterface
    interface Preparation {
        Preparation NONE = () -> {};

        void run() throws IOException;
    }

    Process launch() throws IOException {
        before.run();
        log.bound();
        List<String> tethered = new ArrayList<>(command);
        tethered.add(1, "-javaagent:" + tether);
        tethered.addAll(0, launcher);
        ProcessBuilder builder = new ProcessBuilder(tethered)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        if (directory != null) {
            builder.directory(directory.toFile());
            // The servers' memory is given here, not by what the shell sets for other Java programs.
            builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        }
        builder.environment().putAll(env);
        return builder.start();
    }
}
