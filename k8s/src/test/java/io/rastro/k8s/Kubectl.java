package io.rastro.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * {@code kubectl kustomize}: it needs no cluster. Where there is none the tests that want it are skipped, but not where CI
 * is set.
 */
final class Kubectl {

    private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();

    private Kubectl() {}

    /** What a directory renders to, rendered once. */
    static String kustomize(Path directory) {
        return RENDERED.computeIfAbsent(directory, Kubectl::render);
    }

    private static String render(Path directory) {
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", directory.toString()).start();
            String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0 || !complaints.isBlank()) {
                throw new AssertionError("kubectl kustomize " + directory + ": " + complaints);
            }
            return yaml;
        } catch (IOException e) {
            if (System.getenv("CI") == null) {
                return Assumptions.abort("there is no kubectl to render the manifests with");
            }
            throw new UncheckedIOException("there is no kubectl to render the manifests with", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
