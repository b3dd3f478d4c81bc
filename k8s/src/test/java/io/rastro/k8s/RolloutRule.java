package io.rastro.k8s;

import com.typesafe.config.Config;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;

/** Nodes come before others go, one at a time, whoever wants it; a cluster is formed by more than half of them. */
final class RolloutRule implements Rule {

    @Override
    public void check(Rendered manifests, List<String> problems) {
        int members = 0;
        int goOn = 0;
        for (Deployment member : manifests.members()) {
            String name = member.getMetadata().getName();
            var rolling = member.getSpec().getStrategy().getRollingUpdate();
            Rule.require(
                    rolling.getMaxSurge().getIntVal() == 1
                            && rolling.getMaxUnavailable().getIntVal() == 0
                            && member.getSpec().getMinReadySeconds() >= 10,
                    name + " is not replaced one by one",
                    problems);
            Rule.require(
                    manifests.all(PodDisruptionBudget.class).stream()
                            .anyMatch(budget -> sameComponent(budget, member)
                                    && Integer.valueOf(1)
                                            .equals(budget.getSpec()
                                                    .getMaxUnavailable()
                                                    .getIntVal())),
                    name + " can lose several pods at once",
                    problems);
            int fewest = fewest(manifests, member, problems);
            members += fewest;
            goOn += isIngest(member) ? fewest / 2 + fewest % 2 : 0;
        }
        Config config =
                manifests.configuration(manifests.members().get(0).getSpec().getTemplate());
        int required =
                config.getInt("akka.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr");
        Rule.require(
                required <= members && (members <= 2 || required > members - goOn),
                required + " of " + members + " nodes form a cluster",
                problems);
    }

    /** Of these the majority goes on when the network breaks; the rest, and all sinks, must not form another cluster. */
    private static boolean isIngest(Deployment member) {
        return "ingest"
                .equals(member.getSpec().getTemplate().getMetadata().getLabels().get(Rendered.COMPONENT));
    }

    /** How many pods it has at least: its own number, or its autoscaler's, but not both. */
    private static int fewest(Rendered manifests, Deployment member, List<String> problems) {
        Integer own = member.getSpec().getReplicas();
        Optional<HorizontalPodAutoscaler> scaler = manifests.all(HorizontalPodAutoscaler.class).stream()
                .filter(one -> one.getSpec()
                        .getScaleTargetRef()
                        .getName()
                        .equals(member.getMetadata().getName()))
                .findFirst();
        Rule.require(
                scaler.isPresent() == (own == null),
                member.getMetadata().getName() + " has no number of pods, or two",
                problems);
        scaler.ifPresent(one -> scaler(manifests, one.getSpec(), member, problems));
        return scaler.map(one -> one.getSpec().getMinReplicas()).orElse(own == null ? 0 : own);
    }

    private static void scaler(
            Rendered manifests, HorizontalPodAutoscalerSpec scaler, Deployment member, List<String> problems) {
        int shards = manifests.configuration(member.getSpec().getTemplate()).getInt("rastro.courier.number-of-shards");
        Rule.require(scaler.getMinReplicas() >= 3, "fewer than three nodes are no majority when one goes", problems);
        Rule.require(scaler.getMaxReplicas() * 10 <= shards, "too few shards for that many nodes", problems);
        List<HPAScalingPolicy> down = scaler.getBehavior().getScaleDown().getPolicies();
        Rule.require(
                down.size() == 1
                        && down.get(0).getType().equals("Pods")
                        && down.get(0).getValue() == 1
                        && down.get(0).getPeriodSeconds() >= 120,
                "several nodes may be taken away at once",
                problems);
    }

    private static boolean sameComponent(HasMetadata one, HasMetadata other) {
        return one.getMetadata()
                .getLabels()
                .get(Rendered.COMPONENT)
                .equals(other.getMetadata().getLabels().get(Rendered.COMPONENT));
    }
}
