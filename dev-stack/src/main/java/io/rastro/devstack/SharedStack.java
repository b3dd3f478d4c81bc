package io.rastro.devstack;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stack for all tests of a JVM, in {@code target/dev-stack} of the module under test, empty at first. */
final class SharedStack {
    private static @Nullable DevStack stack;

    private SharedStack() {}

    static synchronized DevStack with(Set<Server> servers) {
        DevStack running = stack;
        if (running == null) {
            running = DevStack.start(DevStackSettings.in(Path.of("target", "dev-stack"))
                    .withPorts(PortPlan.free())
                    .withFresh(true)
                    .withServers(servers));
            stack = running;
        } else {
            running.ensure(servers);
        }
        return running;
    }
}
