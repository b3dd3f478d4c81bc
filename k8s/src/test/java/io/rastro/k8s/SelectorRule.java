package io.rastro.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every selector selects the pods that it is meant for, and no others. */
final class SelectorRule implements Rule {

    private static final Set<String> MEMBERS = Set.of("ingest", "sink");

    @Override
    public void check(Rendered manifests, List<String> problems) {
        for (Deployment member : manifests.members()) {
            PodTemplateSpec template = member.getSpec().getTemplate();
            Set<String> own = Set.of(Rendered.component(template));
            expect("the Deployment", member.getSpec().getSelector(), own, manifests, problems);
            template.getSpec()
                    .getTopologySpreadConstraints()
                    .forEach(spread -> expect("the spread", spread.getLabelSelector(), own, manifests, problems));
            expectDiscovery(manifests, template, problems);
        }
        for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
            Set<String> own = Set.of(budget.getMetadata().getLabels().get(Rendered.COMPONENT));
            expect("the budget", budget.getSpec().getSelector(), own, manifests, problems);
        }
        for (Service service : manifests.all(Service.class)) {
            Set<String> wanted = "None".equals(service.getSpec().getClusterIP()) ? MEMBERS : Set.of("ingest");
            expect(service.getMetadata().getName(), service.getSpec().getSelector(), wanted, manifests, problems);
        }
        for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
            expect("the policy", policy.getSpec().getPodSelector(), MEMBERS, manifests, problems);
            policy.getSpec().getIngress().stream()
                    .filter(rule -> rule.getFrom() != null)
                    .flatMap(rule -> rule.getFrom().stream())
                    .forEach(peer -> expect("the policy's peers", peer.getPodSelector(), MEMBERS, manifests, problems));
        }
    }

    /** What the nodes ask the API for are both Deployments, and not the Job. */
    private static void expectDiscovery(Rendered manifests, PodTemplateSpec template, List<String> problems) {
        String selector = manifests
                .configuration(template)
                .getString("akka.discovery.kubernetes-api.pod-label-selector")
                .formatted("rastro");
        Map<String, String> labels = Arrays.stream(selector.split(","))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        expect("discovery", labels, MEMBERS, manifests, problems);
    }

    private static void expect(
            String who, LabelSelector selector, Set<String> wanted, Rendered manifests, List<String> problems) {
        Rule.require(
                selector.getMatchExpressions() == null
                        || selector.getMatchExpressions().isEmpty(),
                who + " selects by expressions, which is not looked into here",
                problems);
        expect(who, selector.getMatchLabels(), wanted, manifests, problems);
    }

    private static void expect(
            String who, Map<String, String> selector, Set<String> wanted, Rendered manifests, List<String> problems) {
        Set<String> selected = manifests.templates().stream()
                .filter(template ->
                        Rule.selects(selector, template.getMetadata().getLabels()))
                .map(Rendered::component)
                .collect(Collectors.toSet());
        Rule.require(selected.equals(wanted), who + " selects " + selected + " instead of " + wanted, problems);
    }
}
