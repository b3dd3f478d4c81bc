package io.rastro.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays render to fits the code; and every rule that says so sees what does not. */
class ManifestsTest {

    private static final Path OVERLAYS = Dockerfile.ROOT.resolve("k8s/overlays");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void anOverlayFitsTheCode(String overlay) {
        String yaml = Kubectl.kustomize(OVERLAYS.resolve(overlay));

        assertThat(problems(yaml)).isEmpty();
        assertThat(Rendered.of(yaml).documents())
                .extracting(HasMetadata::getKind)
                .contains(
                        "Deployment",
                        "Service",
                        "ServiceAccount",
                        "Role",
                        "RoleBinding",
                        "ConfigMap",
                        "Job",
                        "PodDisruptionBudget",
                        "NetworkPolicy");
    }

    @Test
    void monitoringIsAnOptionThatFitsToo(@TempDir Path folder) throws IOException {
        String yaml = Kubectl.kustomize(withMonitoring(folder));

        assertThat(problems(yaml)).isEmpty();
        assertThat(Rendered.of(yaml).documents())
                .extracting(HasMetadata::getKind)
                .contains("ServiceMonitor", "PrometheusRule", "HorizontalPodAutoscaler");
        assertThat(Kubectl.kustomize(OVERLAYS.resolve("prod"))).doesNotContain("monitoring.coreos.com");
        assertThat(problems(yaml.replace("path: /metrics", "path: /metric"))).isNotEmpty();
        assertThat(problems(yaml.replace("  - interval: 15s", "  - intervall: 15s")))
                .isNotEmpty();
        assertThat(problems(yaml.replace("    port: http\n", "    port: management\n")))
                .isNotEmpty();
        assertThat(problems(yaml.replace(
                        "      app.kubernetes.io/component: nodes", "      app.kubernetes.io/component: node")))
                .isNotEmpty();
    }

    /** A copy of the overlay with what its comment says. */
    private static Path withMonitoring(Path folder) throws IOException {
        Path k8s = Dockerfile.ROOT.resolve("k8s");
        for (String part : List.of("base", "monitoring", "overlays/prod")) {
            Files.createDirectories(folder.resolve(part));
            try (Stream<Path> files = Files.list(k8s.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Path overlay = folder.resolve("overlays/prod/kustomization.yaml");
        String text = Files.readString(overlay);
        assertThat(text).contains("# components:\n#   - ../../monitoring\n");
        Files.writeString(
                overlay,
                text.replace("# components:\n#   - ../../monitoring\n", "components:\n  - ../../monitoring\n"));
        return overlay.getParent();
    }

    /** The text is in what prod renders to, everywhere replaced; then something has to be said of it. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "maxUnavailable: 0 | maxUnavailabel: 0 | maxUnavailabel",
                "kind: Job | kind: Jop | no such type",
                "containerPort: 8558 | containerPort: 8559 | ports",
                "containerPort: 25520 | containerPort: 2552 | ports",
                "path: /ready | path: /health/ready | readiness probe",
                "path: /alive | path: /live | liveness probe",
                "port: 25520 | port: 25521 | headless",
                "targetPort: http | targetPort: web | unknown port web",
                "port-name = \"management\" | port-name = \"akka-mgmt\" | discovery looks for the port",
                "- port: management | - port: http | only some in at http",
                "app.kubernetes.io/name=rastro | app.kubernetes.io/part-of=rastro | discovery selects",
                "app.kubernetes.io/name=rastro | app=rastro | discovery selects []",
                "matchLabels:⏎      app.kubernetes.io/component: sink | matchLabels:⏎      app.kubernetes.io/component: ingest | selects",
                "verbs:⏎  - list | verbs:⏎  - list⏎  - watch | something else than to list pods",
                "kind: Role⏎metadata | kind: ClusterRole⏎metadata | rights for the whole cluster",
                "serviceAccountName: rastro | serviceAccountName: default | not bound",
                "automountServiceAccountToken: true | automountServiceAccountToken: false | no token",
                "RASTRO_ROLES | RASTRO_ROLE | no setting reads RASTRO_ROLE",
                "RASTRO_APP_VERSION | RASTRO_MAP_TILE_URL | app-version",
                "value: ingest | value: cook | roles",
                "value: sink | value: ingest | roles",
                "app.kubernetes.io/version: 0.1.0 | app.kubernetes.io/version: 0.1.1 | image's tag",
                "rastro:0.1.0 | rastro:latest | image's tag",
                "labels['app.kubernetes.io/version'] | labels['app.kubernetes.io/versions'] | has no field",
                "$(REQUESTED_PROCESSORS) | $(REQUESTED_CPUS) | not filled in",
                "discovery = kubernetes-api | discovery = config | discovery-method",
                "min-insync-replicas | min-in-sync-replicas | does not exist",
                "cassandra.create-journal = off | cassandra.create-journal = on | create-journal",
                "include required(\"site.conf\") | include required(\"sites.conf\") | ",
                "value: 5 s | value: 5 minutes | leave-delay",
                "value: 5 s | value: 4 s | leave-delay",
                "key: access-key | key: secret-key | access-key",
                "RASTRO_SHARE_SECRETS | RASTRO_SHARE_SECRET | no setting reads RASTRO_SHARE_SECRET",
                "key: secrets | key: secret | rastro.share.secrets",
                "key: pseudonyms | key: pseudonym | rastro.pix.secrets",
                "key: ispb | key: isbp | rastro.pix.ispb",
                "optional: true | optional: false | without which no pod starts is rastro-share",
                "- schema | - scheme | command",
                "/etc/rastro/node.conf | /etc/rastro/nodes.conf | ",
                "terminationGracePeriodSeconds: 60 | terminationGracePeriodSeconds: 30 | a stop may take",
                "seconds: 2 | seconds: 40 | a stop may take",
                "runAsUser: 65532 | runAsUser: 10001 | another user",
                "runAsNonRoot: true | runAsNonRoot: false | another user",
                "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | may more",
                "- ALL | - NET_RAW | may more",
                "type: RuntimeDefault | type: Unconfined | system call",
                "mountPath: /tmp | mountPath: /var/tmp | cannot write",
                "MaxRAMPercentage=65 | MaxRAMPercentage=90 | beside heap",
                "memory: 2Gi | memory: 512Mi | beside heap",
                "maxSurge: 1 | maxSurge: 2 | one by one",
                "minReadySeconds: 10 | minReadySeconds: 0 | one by one",
                "maxUnavailable: 1 | maxUnavailable: 2 | several pods at once",
                "required-contact-points = 4 | required-contact-points = 3 | form a cluster",
                "required-contact-points = 4 | required-contact-points = 6 | form a cluster",
                "minReplicas: 3 | minReplicas: 2 | no majority",
                "maxReplicas: 12 | maxReplicas: 40 | too few shards",
                "value: 1 | value: 2 | taken away at once",
                "kind: Deployment⏎    name: rastro-ingest | kind: Deployment⏎    name: rastro | number of pods",
                "activeDeadlineSeconds: 900 | activeDeadlineSeconds: 300 | Job ends before"
            })
    void everyRuleSeesWhatDoesNotFit(String text, String instead, String said) {
        String yaml = Kubectl.kustomize(OVERLAYS.resolve("prod"));
        String from = text.replace('⏎', '\n');
        assertThat(yaml).contains(from);

        assertThat(problems(yaml.replace(from, instead.replace('⏎', '\n'))))
                .anySatisfy(problem -> assertThat(problem).contains(said == null ? "" : said));
    }

    /** A change of the settings is a new name of their ConfigMap: without it no pod would be replaced. */
    @Test
    void aChangeOfTheSettingsRollsTheNodes(@TempDir Path folder) throws IOException {
        Path overlay = withMonitoring(folder);
        String before = settingsName(Rendered.of(Kubectl.kustomize(overlay)));
        Path changed = withMonitoring(Files.createDirectory(folder.resolve("changed")));
        Files.writeString(
                changed.resolve("site.conf"),
                "\nrastro.http.max-in-flight = 512\n",
                java.nio.file.StandardOpenOption.APPEND);

        assertThat(settingsName(Rendered.of(Kubectl.kustomize(changed))))
                .startsWith("rastro-config-")
                .isNotEqualTo(before);
    }

    private static String settingsName(Rendered manifests) {
        PodTemplateSpec template = manifests.members().get(0).getSpec().getTemplate();
        return manifests.settingsOf(template).getMetadata().getName();
    }

    /** A flag that this JVM does not know would keep every pod from starting. */
    @Test
    void theJvmTakesItsFlags() throws Exception {
        Rendered manifests = Rendered.of(Kubectl.kustomize(OVERLAYS.resolve("prod")));
        for (PodTemplateSpec template : manifests.templates()) {
            String flags = manifests.environment(template).get("JAVA_TOOL_OPTIONS");
            assertThat(runsJavaWith(flags)).as(flags).isTrue();
            assertThat(runsJavaWith(flags + " -XX:+NoSuchFlag")).isFalse();
        }
    }

    private static boolean runsJavaWith(String flags) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-version");
        // Not 65 % of this machine's memory.
        builder.environment().put("JAVA_TOOL_OPTIONS", flags + " -XX:MaxRAM=512m");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void aTypeThatKubernetesDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> StrictModel.load("apiVersion: v2\nkind: Pod\nmetadata: { name: p }\n"))
                .hasMessageContaining("no such type");
        assertThatThrownBy(() -> StrictModel.load(
                        "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ nam: c }] }\n"))
                .hasMessageContaining("nam");
    }

    private static List<String> problems(String yaml) {
        List<String> problems = new ArrayList<>();
        try {
            Rendered manifests = Rendered.of(yaml);
            for (Rule rule : Rule.ALL) {
                try {
                    rule.check(manifests, problems);
                } catch (RuntimeException e) {
                    problems.add(rule.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
        } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }
}
