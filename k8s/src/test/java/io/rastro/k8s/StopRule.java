package io.rastro.k8s;

import com.typesafe.config.Config;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pod is given longer to stop than a node takes at its longest. */
final class StopRule implements Rule {

    private static final String PHASES = "akka.coordinated-shutdown.phases";

    /** Ends with the leave delay and the drain; its time-out is what the longest possible one needs. */
    private static final String LEAVING = "before-service-unbind";

    @Override
    public void check(Rendered manifests, List<String> problems) {
        for (Deployment member : manifests.members()) {
            Config config = manifests.configuration(member.getSpec().getTemplate());
            PodSpec pod = member.getSpec().getTemplate().getSpec();
            long preStop = pod.getContainers()
                    .get(0)
                    .getLifecycle()
                    .getPreStop()
                    .getSleep()
                    .getSeconds();
            Duration longest = Duration.ofSeconds(preStop)
                    .plus(longer(
                            config.getDuration("rastro.http.leave-delay"),
                            config.getDuration("rastro.cluster.drain-timeout")))
                    .plus(phases(config));
            Rule.require(
                    pod.getTerminationGracePeriodSeconds() > longest.toSeconds(),
                    "a stop may take " + longest.toSeconds() + " s and is given "
                            + pod.getTerminationGracePeriodSeconds(),
                    problems);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration phases(Config config) {
        Set<Map.Entry<String, com.typesafe.config.ConfigValue>> phases =
                config.getObject(PHASES).entrySet();
        Duration usual = config.getDuration("akka.coordinated-shutdown.default-phase-timeout");
        Duration sum = Duration.ZERO;
        for (Map.Entry<String, com.typesafe.config.ConfigValue> phase : phases) {
            String key = PHASES + "." + phase.getKey() + ".timeout";
            if (!phase.getKey().equals(LEAVING)) {
                sum = sum.plus(config.hasPath(key) ? config.getDuration(key) : usual);
            }
        }
        return sum;
    }
}
