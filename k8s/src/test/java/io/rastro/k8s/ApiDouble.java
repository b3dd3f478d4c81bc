package io.rastro.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A double of the API server, with TLS by a certificate of its own: it keeps pods, and lets the bearer of the pods' token do
 * what a Role allows in its namespace, and nothing else.
 */
final class ApiDouble implements AutoCloseable {

    static final String NAMESPACE = "rastro";
    private static final String TOKEN = "token-of-the-pods";
    private static final String OPERATOR = "token-of-the-operator";

    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer web = new MockWebServer();
    private final KubernetesMockServer server;
    private final KubernetesClient operator;

    /** What the pods asked for, such as {@code list pods}. */
    final Set<String> asked = new ConcurrentSkipListSet<>();

    /** What of it was not allowed. */
    final Queue<String> refused = new ConcurrentLinkedQueue<>();

    ApiDouble(List<PolicyRule> allowed) {
        REQUESTS.setLevel(Level.WARNING);
        Dispatcher all = new KubernetesCrudDispatcher();
        server = new KubernetesMockServer(new Context(), web, new HashMap<>(), new Guard(all, allowed), true);
        server.init();
        // From nothing, so that no cluster that this machine knows is ever meant.
        operator = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("https://localhost:" + web.getPort())
                        .withTrustCerts(true)
                        .withNamespace(NAMESPACE)
                        .withOauthToken(OPERATOR)
                        .build())
                .build();
    }

    /** Refuses the pods what their Role does not allow; the operator may all. */
    private final class Guard extends Dispatcher {

        private final Dispatcher behind;
        private final List<PolicyRule> allowed;

        Guard(Dispatcher behind, List<PolicyRule> allowed) {
            this.behind = behind;
            this.allowed = allowed;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String bearer = request.getHeader("Authorization");
            if (("Bearer " + OPERATOR).equals(bearer)) {
                return behind.dispatch(request);
            }
            if (!("Bearer " + TOKEN).equals(bearer)) {
                refused.add("somebody else: " + request.getPath());
                return new MockResponse().setResponseCode(401).setBody("{}");
            }
            String verb = verb(request);
            asked.add(verb + " " + resource(request));
            boolean may = request.getPath().startsWith("/api/v1/namespaces/" + NAMESPACE + "/")
                    && allowed.stream()
                            .anyMatch(rule -> rule.getVerbs().contains(verb)
                                    && rule.getResources().contains(resource(request)));
            if (!may) {
                refused.add(request.getMethod() + " " + request.getPath());
                return new MockResponse().setResponseCode(403).setBody("{}");
            }
            // The real one says what it sends.
            return behind.dispatch(request).setHeader("Content-Type", "application/json");
        }
    }

    private static String verb(RecordedRequest request) {
        if (!request.getMethod().equals("GET")) {
            return request.getMethod();
        }
        if (request.getPath().contains("watch=")) {
            return "watch";
        }
        return path(request).length > 6 ? "get" : "list";
    }

    private static String resource(RecordedRequest request) {
        String[] path = path(request);
        return path.length > 5 ? path[5] : request.getPath();
    }

    /** "", api, v1, namespaces, NAMESPACE, RESOURCE[, NAME]. */
    private static String[] path(RecordedRequest request) {
        return request.getPath().replaceFirst("\\?.*", "").split("/");
    }

    int port() {
        return web.getPort();
    }

    /** What a kubelet mounts for a pod's account: ca.crt, token, namespace. */
    void mountAccount(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.copy(Path.of(web.getSelfSignedCertificate().certificatePath()), directory.resolve("ca.crt"));
        Files.writeString(directory.resolve("token"), TOKEN);
        Files.writeString(directory.resolve("namespace"), NAMESPACE);
    }

    void create(Pod pod) {
        operator.pods().resource(pod).create();
    }

    /** Sets what its kubelet reports of it. */
    void report(String name, String phase, String ip) {
        operator.pods().withName(name).edit(pod -> {
            pod.getStatus().setPhase(phase);
            pod.getStatus().setPodIP(ip);
            return pod;
        });
    }

    /** It is going: it has a time at which it was deleted, and stays while its container does. */
    void delete(String name) {
        operator.pods().withName(name).delete();
    }

    /** Its container has ended. */
    void remove(String name) {
        operator.pods().withName(name).edit(pod -> {
            pod.getMetadata().setFinalizers(List.of());
            return pod;
        });
    }

    List<Pod> pods() {
        return operator.pods().list().getItems();
    }

    @Override
    public void close() {
        operator.close();
        server.destroy();
    }
}
