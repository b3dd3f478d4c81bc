package io.rastro.devstack;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what {@link Endpoints} says of a stack. */
final class EndpointsOf {
    private static final String HOST = "127.0.0.1:";
    private static final String DATACENTER = "datacenter1";
    private static final String REGION = "us-east-1";
    private static final String KEY = "rastro";

    private EndpointsOf() {}

    static Endpoints running(PortPlan ports, Map<Server, Child> servers, Map<NodeSpec, Child> nodes) {
        return new Endpoints(
                urls(nodes, true),
                urls(nodes, false),
                servers.containsKey(Server.KAFKA) ? HOST + ports.kafka() : null,
                servers.containsKey(Server.CASSANDRA)
                        ? new Endpoints.Cassandra(HOST + ports.cassandra(), DATACENTER)
                        : null,
                servers.containsKey(Server.S3)
                        ? new Endpoints.S3("http://" + HOST + ports.s3(), Bucket.NAME, KEY, KEY, REGION)
                        : null,
                servers.containsKey(Server.REGISTRY)
                        ? SchemaRegistry.confluentApi(ports).toString()
                        : null,
                pids(servers, nodes));
    }

    /** The same without its processes. */
    static Endpoints stopped(Endpoints last) {
        return new Endpoints(
                last.http(),
                last.management(),
                last.kafka(),
                last.cassandra(),
                last.s3(),
                last.registry(),
                Endpoints.Pids.NONE);
    }

    private static List<String> urls(Map<NodeSpec, Child> nodes, boolean http) {
        return nodes.keySet().stream()
                .map(node -> "http://" + node.host() + ":"
                        + (http ? node.ports().http() : node.ports().management()))
                .toList();
    }

    private static Endpoints.Pids pids(Map<Server, Child> servers, Map<NodeSpec, Child> nodes) {
        return new Endpoints.Pids(
                pid(servers.get(Server.CASSANDRA)),
                pid(servers.get(Server.KAFKA)),
                pid(servers.get(Server.S3)),
                pid(servers.get(Server.REGISTRY)),
                nodes.values().stream()
                        .filter(Child::wasStarted)
                        .map(Child::pid)
                        .toList());
    }

    private static @Nullable Long pid(@Nullable Child child) {
        return child == null || !child.wasStarted() ? null : child.pid();
    }
}
