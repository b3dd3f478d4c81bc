package io.rastro.k8s;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;

/** What is scraped is where the nodes serve it. */
final class MonitoringRule implements Rule {

    @Override
    public void check(Rendered manifests, List<String> problems) {
        for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
            List<Service> found = manifests.all(Service.class).stream()
                    .filter(service -> Rule.selects(
                            monitor.getSpec().getSelector().getMatchLabels(),
                            service.getMetadata().getLabels()))
                    .toList();
            Rule.require(
                    found.size() == 1 && "None".equals(found.get(0).getSpec().getClusterIP()),
                    "the monitor does not find each node once",
                    problems);
            monitor.getSpec().getEndpoints().forEach(endpoint -> {
                Rule.require(endpoint.getPath().equals("/metrics"), "no metrics at " + endpoint.getPath(), problems);
                Rule.require(
                        endpoint.getPort().equals("http")
                                && found.stream()
                                        .flatMap(service -> service.getSpec().getPorts().stream())
                                        .anyMatch(port -> port.getName().equals(endpoint.getPort())),
                        "no metrics at the port " + endpoint.getPort(),
                        problems);
            });
        }
    }
}
