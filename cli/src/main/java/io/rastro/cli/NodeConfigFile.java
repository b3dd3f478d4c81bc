package io.rastro.cli;

import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what one node of a dev system has of its own; it overlays {@code config/application.conf}. */
final class NodeConfigFile {

    /** Where a node is. */
    record Place(String host, PortPlan.Node ports) {

        static Place here(PortPlan.Node ports) {
            return new Place("127.0.0.1", ports);
        }
    }

    private NodeConfigFile() {}

    /**
     * @param all the places of every node, this one among them
     * @param required how many of them must be seen before a new cluster is formed
     * @param more HOCON that overlays the rest
     */
    static Path write(Path file, Place own, List<Place> all, int required, Endpoints servers, String more)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text(own, all, required, servers) + more);
    }

    static String text(Place own, List<Place> all, int required, Endpoints servers) {
        Endpoints.Cassandra cassandra = servers.cassandra();
        Endpoints.S3 s3 = servers.s3();
        String kafka = servers.kafka();
        String registry = servers.registry();
        if (cassandra == null || s3 == null || kafka == null || registry == null) {
            throw new IllegalArgumentException("a node needs all four servers");
        }
        String contactPoints = all.stream()
                .map(node -> "{ host = \"" + node.host() + "\", port = "
                        + node.ports().management() + " }")
                .collect(Collectors.joining(", "));
        return """
                # Written by ./rastro dev at every start; overlays config/application.conf.
                rastro {
                  host = "%s"
                  http.port = %d
                  management.port = %d
                  remoting.port = %d
                  cluster {
                    contact-points = [%s]
                    required-contact-points = %d
                  }
                  cassandra {
                    contact-points = ["%s"]
                    datacenter = "%s"
                  }
                  sinks.kafka {
                    bootstrap-servers = "%s"
                    registry-url = "%s"
                  }
                  s3 {
                    endpoint = "%s"
                    region = "%s"
                    bucket = "%s"
                    access-key = "%s"
                    secret-key = "%s"
                  }
                }
                """.formatted(
                        own.host(),
                        own.ports().http(),
                        own.ports().management(),
                        own.ports().remoting(),
                        contactPoints,
                        required,
                        cassandra.contactPoint(),
                        cassandra.datacenter(),
                        kafka,
                        registry,
                        s3.endpoint(),
                        s3.region(),
                        s3.bucket(),
                        s3.accessKey(),
                        s3.secretKey());
    }
}
