package io.rastro.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real nodes, started as the manifests of {@code prod} say from what the Dockerfile copies, find each other over a double of
 * the Kubernetes API; only the addresses of the installation (site.conf) are this machine's.
 */
class DiscoveryIT {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration SOON = Duration.ofMinutes(1);

    /** A network of its own on this machine, so that runs beside each other do not meet. */
    private final String network = "127." + (16 + ThreadLocalRandom.current().nextInt(200)) + "."
            + (1 + ThreadLocalRandom.current().nextInt(250)) + ".";

    private final DevStack stack = DevStack.shared(Server.values());
    private final Rendered manifests = Rendered.of(Kubectl.kustomize(Dockerfile.ROOT.resolve("k8s/overlays/prod")));
    private final List<NodePod> started = new ArrayList<>();
    private ApiDouble api;
    private ImageLayout image;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "elsewhere 127.0.0.1 is the only address of the loopback");
        image = ImageLayout.under(Path.of("target", "image").toAbsolutePath());
        api = new ApiDouble(manifests.all(Role.class).get(0).getRules());
        api.mountAccount(folder.resolve("account"));
        Path config = Files.createDirectory(folder.resolve("config"));
        Map<String, String> files = manifests.settingsOf(template("ingest")).getData();
        Files.writeString(config.resolve("node.conf"), files.get("node.conf"));
        Files.writeString(config.resolve("site.conf"), site());
    }

    @AfterEach
    void stop() {
        started.forEach(NodePod::close);
        if (api != null) {
            api.close();
        }
    }

    @Test
    void podsFindEachOtherComeAndGo() throws Exception {
        assertThat(schema()).isZero();
        api.create(foreign("other-app", Map.of("app", "other"), "Running", network + "9"));
        api.create(foreign("rastro-schema-x", schemaLabels(), "Running", network + "10"));

        NodePod one = start("ingest", 1);
        NodePod two = start("sink", 2);
        pending("ingest", 4);
        await().atMost(START).until(() -> one.answers("/alive") && two.answers("/alive"));
        // Two of them are not the three that a new cluster takes; and a pod without an address is none.
        await().during(Duration.ofSeconds(8))
                .atMost(START)
                .until(() -> one.membersUp().isEmpty() && two.membersUp().isEmpty() && !one.answers("/ready"));

        NodePod three = start("ingest", 3);
        awaitCluster(one, two, three);
        awaitTaken(three, "c-1", 1);

        // One more comes: it finds the cluster, and forms none.
        api.report("rastro-ingest-4", "Running", network + "4");
        NodePod four = run("ingest", 4);
        awaitCluster(one, two, three, four);

        // The oldest goes: its pod is listed as going while it stops, and then no more.
        api.delete("rastro-ingest-1");
        assertThat(api.pods())
                .anySatisfy(pod ->
                        assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull());
        Duration grace = Duration.ofSeconds(template("ingest").getSpec().getTerminationGracePeriodSeconds());
        assertThat(one.stop(grace)).isIn(0, 143);
        awaitCluster(two, three, four);
        awaitTaken(four, "c-1", 2);

        // While it still is listed another one comes, which must not wait for it.
        NodePod five = start("sink", 5);
        awaitCluster(two, three, four, five);
        api.remove("rastro-ingest-1");
        assertThat(api.pods())
                .noneSatisfy(pod -> assertThat(pod.getMetadata().getName()).isEqualTo("rastro-ingest-1"));

        await().atMost(SOON)
                .until(() ->
                        four.get(8080, "/v1/couriers/c-1/positions").orElse("").split("eventId").length == 3);
        assertThat(two.get(8080, "/metrics").orElseThrow()).contains("rastro_sink_lag");
        assertThat(api.asked).containsExactly("list pods");
        assertThat(api.refused).isEmpty();
    }

    private static void awaitCluster(NodePod... members) {
        TreeSet<String> all = new TreeSet<>();
        Stream.of(members).forEach(member -> all.add(member.ip));
        await().atMost(START)
                .until(() -> Stream.of(members)
                        .allMatch(member ->
                                member.answers("/ready") && member.membersUp().equals(all)));
    }

    private static void awaitTaken(NodePod node, String courier, int second) {
        String position = "{\"fixedAt\":\"2026-03-04T05:06:0" + second + "Z\",\"lat\":-23.5,\"lon\":-46.6}";
        await().atMost(SOON)
                .until(() -> node.post("/v1/couriers/" + courier + "/positions", position)
                        .filter(answer -> answer.contains("\"persistenceId\":\"courier~" + courier + "\""))
                        .isPresent());
    }

    /** A pod that runs, and its node. */
    private NodePod start(String component, int number) throws IOException {
        pending(component, number);
        api.report("rastro-" + component + "-" + number, "Running", network + number);
        return run(component, number);
    }

    /** A pod that has a host and no container yet. */
    private void pending(String component, int number) {
        PodTemplateSpec template = template(component);
        api.create(new PodBuilder()
                .withNewMetadata()
                .withName("rastro-" + component + "-" + number)
                .withNamespace(ApiDouble.NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                // Stands for the kubelet, which keeps a pod that was deleted until its container has ended.
                .withFinalizers("rastro/kubelet")
                .endMetadata()
                .withSpec(template.getSpec())
                .withNewStatus()
                .withPhase("Pending")
                .withStartTime(Instant.now().toString())
                .endStatus()
                .build());
    }

    private static Pod foreign(String name, Map<String, String> labels, String phase, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(ApiDouble.NAMESPACE)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .addNewPort()
                .withName("management")
                .withContainerPort(8558)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .withPodIP(ip)
                .endStatus()
                .build();
    }

    private NodePod run(String component, int number) throws IOException {
        PodTemplateSpec template = template(component);
        Map<String, String> environment = new HashMap<>(manifests.environment(template));
        environment.put("RASTRO_HOST", network + number);
        // The others have their own addresses in pods' networks; here they would meet at 0.0.0.0.
        environment.put("RASTRO_HTTP_HOST", network + number);
        environment.put("RASTRO_S3_ACCESS_KEY", stack.endpoints().s3().accessKey());
        environment.put("RASTRO_S3_SECRET_KEY", stack.endpoints().s3().secretKey());
        environment.put("KUBERNETES_SERVICE_HOST", "localhost");
        environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(api.port()));
        return run(component + "-" + number, network + number, template, environment);
    }

    private int schema() throws Exception {
        PodTemplateSpec template = manifests.schemaJob().getSpec().getTemplate();
        return run("schema", "", template, new HashMap<>(manifests.environment(template)))
                .awaitExit(START);
    }

    private NodePod run(String name, String ip, PodTemplateSpec template, Map<String, String> environment)
            throws IOException {
        // A share of this machine's memory would be too much.
        environment.remove("JAVA_TOOL_OPTIONS");
        List<String> args = Rendered.container(template).getArgs().stream()
                .map(word -> word.replace(
                        Rendered.CONFIG_DIRECTORY, folder.resolve("config").toString()))
                .toList();
        Path logs = Files.createDirectories(Path.of("target", "pods"));
        NodePod node = NodePod.start(
                name,
                ip,
                image,
                stack.data().resolve("run/tether.jar").toAbsolutePath(),
                environment,
                args,
                logs.resolve(name + ".log"));
        started.add(node);
        return node;
    }

    private PodTemplateSpec template(String component) {
        return manifests.members().stream()
                .map(member -> member.getSpec().getTemplate())
                .filter(template -> Rendered.component(template).equals(component))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> schemaLabels() {
        return manifests.schemaJob().getSpec().getTemplate().getMetadata().getLabels();
    }

    private String site() {
        Endpoints at = stack.endpoints();
        return """
                rastro {
                  cluster.required-contact-points = 3
                  courier { ask-timeout = 10 s, lookup-timeout = 5 s }
                  cassandra { contact-points = ["%s"], datacenter = "%s" }
                  sinks.kafka { bootstrap-servers = "%s", registry-url = "%s" }
                  s3 { endpoint = "%s", bucket = "%s", region = "%s" }
                }
                # Only at its own address of this machine.
                akka.management.http.bind-hostname = ${rastro.management.host}
                akka.discovery.kubernetes-api {
                  api-ca-path = "%8$s/ca.crt"
                  api-token-path = "%8$s/token"
                  pod-namespace-path = "%8$s/namespace"
                }
                """.formatted(
                        at.cassandra().contactPoint(),
                        at.cassandra().datacenter(),
                        at.kafka(),
                        at.registry(),
                        at.s3().endpoint(),
                        at.s3().bucket(),
                        at.s3().region(),
                        folder.resolve("account"));
    }
}
