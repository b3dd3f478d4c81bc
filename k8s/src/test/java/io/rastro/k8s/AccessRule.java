package io.rastro.k8s;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;

/** Members may list pods, which is all that they ask the API for ({@link DiscoveryIT} records it); nobody may more. */
final class AccessRule implements Rule {

    static final PolicyRule LIST_PODS = new PolicyRuleBuilder()
            .withApiGroups("")
            .withResources("pods")
            .withVerbs("list")
            .build();

    @Override
    public void check(Rendered manifests, List<String> problems) {
        List<Role> roles = manifests.all(Role.class);
        List<RoleBinding> bindings = manifests.all(RoleBinding.class);
        Rule.require(
                roles.size() == 1 && roles.get(0).getRules().equals(List.of(LIST_PODS)),
                "roles allow something else than to list pods",
                problems);
        Rule.require(
                manifests.all(ClusterRole.class).isEmpty()
                        && manifests.all(ClusterRoleBinding.class).isEmpty(),
                "rights for the whole cluster",
                problems);
        Rule.require(
                bindings.size() == 1
                        && bindings.get(0).getRoleRef().getKind().equals("Role")
                        && bindings.get(0)
                                .getRoleRef()
                                .getName()
                                .equals(roles.get(0).getMetadata().getName()),
                "the role is not bound",
                problems);
        for (Deployment member : manifests.members()) {
            PodSpec pod = member.getSpec().getTemplate().getSpec();
            Rule.require(isBound(manifests, pod), "the pods' account is not bound to the role", problems);
            Rule.require(Boolean.TRUE.equals(pod.getAutomountServiceAccountToken()), "a member has no token", problems);
        }
        PodSpec schema = manifests.schemaJob().getSpec().getTemplate().getSpec();
        Rule.require(
                Boolean.FALSE.equals(schema.getAutomountServiceAccountToken())
                        && schema.getServiceAccountName() == null,
                "the schema's Job has a token and needs none",
                problems);
    }

    private static boolean isBound(Rendered manifests, PodSpec pod) {
        String account = pod.getServiceAccountName();
        boolean exists = manifests.all(ServiceAccount.class).stream()
                .anyMatch(one -> one.getMetadata().getName().equals(account));
        return exists
                && manifests.all(RoleBinding.class).stream()
                        .flatMap(binding -> binding.getSubjects().stream())
                        .anyMatch(subject -> subject.getKind().equals("ServiceAccount")
                                && subject.getName().equals(account)
                                && "rastro".equals(subject.getNamespace()));
    }
}
