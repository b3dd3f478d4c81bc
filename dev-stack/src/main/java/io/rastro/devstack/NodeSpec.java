package io.rastro.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An ingest node to run beside the servers.
 *
 * @param name of its process and its log, such as {@code node-0}
 * @param command the JVM first ({@code …/bin/java}): the tether is put in after it
 * @param env added to the environment of this process
 * @param ready answers 200 when the node takes traffic, and something else or nothing before
 */
public record NodeSpec(String name, List<String> command, Map<String, String> env, PortPlan.Node ports, URI ready) {

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
    }

    /** Ready when Akka Management's {@code /ready} says so. */
    public static NodeSpec of(String name, List<String> command, PortPlan.Node ports) {
        return new NodeSpec(
                name, command, Map.of(), ports, URI.create("http://127.0.0.1:" + ports.management() + "/ready"));
    }
}
