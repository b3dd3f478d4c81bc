package io.rastro.devstack;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stack for all tests of a JVM, empty at first, in {@code target/dev-stack} of the module under test, or what the build
 * names for one of several JVMs.
 */
final class SharedStack {
    private static @Nullable DevStack stack;

    private SharedStack() {}

    static synchronized DevStack with(Set<Server> servers) {
        DevStack running = stack;
        if (running == null) {
            running = DevStack.start(
                    DevStackSettings.in(Path.of("target", System.getProperty("rastro.tests.stack", "dev-stack")))
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
