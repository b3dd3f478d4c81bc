package io.rastro.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ingest node to run beside the servers.
 *
 * @param name of its process and its log, such as {@code node-0}
 * @param command the JVM first ({@code …/bin/java}): the tether is put in after it
 * @param env added to the environment of this process
 * @param host where it listens
 * @param ready answers 200 when the node takes traffic, and something else or nothing before
 * @param launcher what starts the command and becomes it, such as {@code ip netns exec NAME}; mostly nothing
 * @param again how long after it died it is started again
 */
public record NodeSpec(
        String name,
        List<String> command,
        Map<String, String> env,
        String host,
        PortPlan.Node ports,
        URI ready,
        List<String> launcher,
        Duration again) {

    private static final String LOCALHOST = "127.0.0.1";

    public NodeSpec {
        if (!name.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("A node is named by a-z, 0-9 and -, not " + name);
        }
        if (command.isEmpty()
                || !Path.of(command.get(0)).getFileName().toString().startsWith("java")) {
            throw new IllegalArgumentException("The command of a node begins with its JVM: " + command);
        }
        command = List.copyOf(command);
        env = Map.copyOf(env);
        launcher = List.copyOf(launcher);
    }

    /** On 127.0.0.1, ready when Akka Management's {@code /ready} says so. */
    public static NodeSpec of(String name, List<String> command, PortPlan.Node ports) {
        return new NodeSpec(
                name, command, Map.of(), LOCALHOST, ports, ready(LOCALHOST, ports), List.of(), Child.FIRST_DELAY);
    }

    public NodeSpec withEnv(Map<String, String> other) {
        return new NodeSpec(name, command, other, host, ports, ready, launcher, again);
    }

    /** Before all other flags of its JVM. */
    public NodeSpec withJvmFlag(String flag) {
        List<String> flagged = new ArrayList<>(command);
        flagged.add(1, flag);
        return new NodeSpec(name, flagged, env, host, ports, ready, launcher, again);
    }

    public NodeSpec againAfter(Duration other) {
        return new NodeSpec(name, command, env, host, ports, ready, launcher, other);
    }

    /** On another address of this machine, started by something. */
    public NodeSpec at(String otherHost, List<String> otherLauncher) {
        return new NodeSpec(name, command, env, otherHost, ports, ready(otherHost, ports), otherLauncher, again);
    }

    private static URI ready(String host, PortPlan.Node ports) {
        return URI.create("http://" + host + ":" + ports.management() + "/ready");
    }
}
