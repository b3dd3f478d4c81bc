package io.rastro.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nobody's rights, nothing to write but /tmp, and a heap that leaves room for what is not heap. */
final class SafetyRule implements Rule {

    private static final Pattern HEAP = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
    private static final Pattern DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)m");
    private static final long MIB = 1 << 20;

    /** Classes, code, threads, the collector's tables. */
    private static final long REST_MIB = 180;

    @Override
    public void check(Rendered manifests, List<String> problems) {
        for (PodTemplateSpec template : manifests.templates()) {
            String who = Rendered.component(template);
            PodSpec pod = template.getSpec();
            Container container = Rendered.container(template);
            SecurityContext own = container.getSecurityContext();
            Rule.require(
                    Boolean.TRUE.equals(pod.getSecurityContext().getRunAsNonRoot())
                            && pod.getSecurityContext().getRunAsUser() > 0
                            && pod.getSecurityContext().getRunAsUser()
                                    == Dockerfile.read().user(),
                    who + " runs as another user than the image's",
                    problems);
            Rule.require(
                    "RuntimeDefault"
                            .equals(pod.getSecurityContext().getSeccompProfile().getType()),
                    who + " may make any system call",
                    problems);
            Rule.require(
                    Boolean.TRUE.equals(own.getReadOnlyRootFilesystem())
                            && Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())
                            && own.getCapabilities().getDrop().equals(List.of("ALL")),
                    who + " may more than it needs",
                    problems);
            Rule.require(
                    container.getVolumeMounts().stream()
                            .anyMatch(mount ->
                                    mount.getMountPath().equals("/tmp") && !Boolean.TRUE.equals(mount.getReadOnly())),
                    who + " cannot write to /tmp",
                    problems);
            memory(who, container, manifests.environment(template).get("JAVA_TOOL_OPTIONS"), problems);
        }
    }

    private static void memory(String who, Container container, String flags, List<String> problems) {
        Quantity limit = container.getResources().getLimits().get("memory");
        Rule.require(
                limit.equals(container.getResources().getRequests().get("memory")),
                who + " is promised less memory than it will take",
                problems);
        BigDecimal bytes = Quantity.getAmountInBytes(limit);
        long heap = bytes.multiply(BigDecimal.valueOf(number(HEAP, flags, 100)))
                .divide(BigDecimal.valueOf(100))
                .longValue();
        long rest = bytes.longValue() - heap - number(DIRECT, flags, 0) * MIB;
        Rule.require(rest >= REST_MIB * MIB, who + " has " + rest / MIB + " MiB beside heap and buffers", problems);
    }

    private static long number(Pattern pattern, String flags, long otherwise) {
        Matcher matcher = pattern.matcher(flags);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }
}
