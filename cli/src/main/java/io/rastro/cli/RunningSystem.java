package io.rastro.cli;

import io.rastro.devstack.Endpoints;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option by which a command finds the system that {@code dev} runs, or ran. */
final class RunningSystem {

    static final String DEFAULT_DATA = ".rastro";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DEFAULT_DATA,
            description = "Data directory of the dev system (default: ${DEFAULT-VALUE}).")
    private Path data;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    RunningSystem() {}

    Path data() {
        return data;
    }

    /** Where the system listens, or last did. */
    Endpoints endpoints() {
        return Endpoints.read(data);
    }

    /** The same, unless it was stopped. */
    Endpoints runningEndpoints() {
        Endpoints endpoints = endpoints();
        if (endpoints.http().isEmpty() || endpoints.pids().nodes().isEmpty()) {
            throw new CommandFailedException(
                    "the system in " + data + " is not running: start it with ./rastro dev --data " + data);
        }
        return endpoints;
    }

    static List<InetSocketAddress> addresses(List<String> urls) {
        return urls.stream().map(RunningSystem::address).toList();
    }

    private static InetSocketAddress address(String url) {
        URI uri = URI.create(url.contains("://") ? url : "http://" + url);
        if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
            throw new CommandFailedException("not an http URL: " + url);
        }
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }
}
