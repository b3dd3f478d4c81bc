package io.rastro.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, as its pod's container would be: the image's entry point, the manifest's environment. */
final class NodePod implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    final String name;
    final String ip;
    private final Process process;

    private NodePod(String name, String ip, Process process) {
        this.name = name;
        this.ip = ip;
        this.process = process;
    }

    /**
     * @param tether ends it with this JVM
     * @param args of the container
     */
    static NodePod start(
            String name,
            String ip,
            ImageLayout image,
            Path tether,
            Map<String, String> environment,
            List<String> args,
            Path log)
            throws IOException {
        List<String> command = new ArrayList<>(image.entrypoint());
        // Several on one machine, for a minute each.
        command.addAll(
                1,
                List.of("-javaagent:" + tether, "-Xmx400m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new NodePod(name, ip, builder.start());
    }

    /** As the kubelet asks: what the probe's path at the management port answers. */
    boolean answers(String path) {
        return get(8558, path).isPresent();
    }

    /** Addresses of the members that are Up, as this one sees them; empty while it is in no cluster. */
    Set<String> membersUp() {
        Set<String> up = new TreeSet<>();
        get(8558, "/cluster/members").ifPresent(body -> {
            for (JsonNode member : parsed(body).path("members")) {
                if (member.path("status").asText().equals("Up")) {
                    up.add(URI.create(member.path("node").asText()).getHost());
                }
            }
        });
        return up;
    }

    Optional<String> get(int port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path)).build());
    }

    /** Until it is taken. */
    Optional<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(uri(8080, path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private URI uri(int port, String path) {
        return URI.create("http://" + ip + ":" + port + path);
    }

    private static Optional<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. @return the exit code */
    int stop(Duration grace) throws InterruptedException {
        process.destroy();
        return awaitExit(grace);
    }

    int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " has not ended within " + atMost);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
