package io.rastro.k8s;

import com.typesafe.config.Config;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ports are those that a node listens on, by the names that everything else uses; probes ask what is served there. */
final class PortRule implements Rule {

    @Override
    public void check(Rendered manifests, List<String> problems) {
        for (Deployment member : manifests.members()) {
            Config config = manifests.configuration(member.getSpec().getTemplate());
            Map<String, Integer> listened = listened(config);
            Container container = Rendered.container(member.getSpec().getTemplate());
            Map<String, Integer> named = container.getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            Rule.require(named.equals(listened), "ports " + named + " instead of " + listened, problems);
            String alive = "/" + config.getString("akka.management.health-checks.liveness-path");
            String ready = "/" + config.getString("akka.management.health-checks.readiness-path");
            probe("startup", container.getStartupProbe(), alive, problems);
            probe("liveness", container.getLivenessProbe(), alive, problems);
            probe("readiness", container.getReadinessProbe(), ready, problems);
            String contact = config.getString("akka.management.cluster.bootstrap.contact-point-discovery.port-name");
            Rule.require(
                    listened.get("management").equals(named.get(contact)),
                    "discovery looks for the port " + contact,
                    problems);
            services(manifests, listened, problems);
            policies(manifests, listened, problems);
        }
    }

    private static Map<String, Integer> listened(Config config) {
        return Map.of(
                "http", config.getInt("rastro.http.port"),
                "management", config.getInt("akka.management.http.bind-port"),
                "remoting", config.getInt("akka.remote.artery.canonical.port"));
    }

    private static void probe(String what, Probe probe, String path, List<String> problems) {
        Rule.require(
                probe.getHttpGet().getPath().equals(path)
                        && "management".equals(probe.getHttpGet().getPort().getStrVal()),
                "the " + what + " probe asks for " + probe.getHttpGet().getPath() + " at "
                        + probe.getHttpGet().getPort() + " instead of " + path + " at management",
                problems);
    }

    private static void services(Rendered manifests, Map<String, Integer> listened, List<String> problems) {
        for (Service service : manifests.all(Service.class)) {
            service.getSpec().getPorts().forEach(port -> {
                Integer number = listened.get(port.getTargetPort().getStrVal());
                String name = service.getMetadata().getName();
                Rule.require(
                        number != null,
                        name + " targets the unknown port "
                                + port.getTargetPort().getStrVal(),
                        problems);
                boolean headless = "None".equals(service.getSpec().getClusterIP());
                Rule.require(
                        !headless || port.getPort().equals(number),
                        name + " is headless and cannot map " + port.getPort() + " to " + number,
                        problems);
            });
        }
    }

    private static void policies(Rendered manifests, Map<String, Integer> listened, List<String> problems) {
        for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
            policy.getSpec()
                    .getIngress()
                    .forEach(rule -> rule.getPorts().forEach(port -> {
                        String name = port.getPort().getStrVal();
                        Rule.require(listened.containsKey(name), "the policy names the unknown port " + name, problems);
                        boolean fromAnywhere =
                                rule.getFrom() == null || rule.getFrom().isEmpty();
                        Rule.require(
                                fromAnywhere == "http".equals(name),
                                "the policy lets " + (fromAnywhere ? "anybody" : "only some") + " in at " + name,
                                problems);
                    }));
        }
    }
}
