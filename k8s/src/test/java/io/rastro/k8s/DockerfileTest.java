package io.rastro.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Main;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As far as a Dockerfile can be held without a daemon to build it; {@link DiscoveryIT} runs what it copies. */
class DockerfileTest {

    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void whatIsCopiedFromTheContextIsThereAndNotLeftOut() {
        List<Dockerfile.Instruction> fromContext = dockerfile.all("COPY").stream()
                .filter(copy -> !copy.arguments().contains("--from="))
                .toList();

        assertThat(fromContext).hasSize(2).allSatisfy(copy -> {
            List<String> words = copy.words();
            for (String source : words.subList(0, words.size() - 1)) {
                assertThat(Dockerfile.ROOT.resolve(source)).exists();
                assertThat(source.equals(".") || isInContext(source)).as(source).isTrue();
            }
        });
    }

    @Test
    void whatIsCopiedFromAStageIsFromOneThatIsThere() {
        List<String> stages = dockerfile.all("FROM").stream()
                .map(from -> from.arguments().replaceFirst(".* AS ", ""))
                .toList();

        assertThat(dockerfile.all("COPY").stream()
                        .map(Dockerfile.Instruction::arguments)
                        .filter(text -> text.contains("--from=")))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(stages).contains(text.replaceFirst("--from=(\\S+) .*", "$1")));
    }

    @Test
    void theBuildHasAllThatMavenReads() throws IOException {
        List<String> needed = new ArrayList<>(List.of("pom.xml", ".mvn/jvm.config", "config/application.conf"));
        try (Stream<Path> files = Files.walk(Dockerfile.ROOT)) {
            files.map(Dockerfile.ROOT::relativize)
                    .map(Path::toString)
                    .filter(path -> !path.contains("target/") && !path.startsWith("."))
                    .filter(path -> path.endsWith("/pom.xml") || path.contains("/src/main/"))
                    .forEach(needed::add);
        }

        assertThat(needed)
                .hasSizeGreaterThan(100)
                .allSatisfy(path -> assertThat(isInContext(path)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                ".rastro/endpoints.json",
                "cli/target/classpath",
                "sinks/src/test/java/A.java",
                "README.md"
            })
    void theBuildHasNothingElse(String path) {
        assertThat(isInContext(path)).isFalse();
    }

    @Test
    void itNeedsNeitherAShellNorRoot() {
        assertThat(dockerfile.ofLastStage("FROM").get(0).arguments()).contains("distroless", "java17", ":nonroot");
        assertThat(dockerfile.ofLastStage("RUN")).isEmpty();
        assertThat(dockerfile.user()).isPositive();
        assertThat(dockerfile.entrypoint()).startsWith("java").contains("-jar", "/app/rastro.jar");
    }

    /** The jar that is run says in its manifest what its main class is and where its libraries are. */
    @Test
    void theBuildMakesThatJar() throws IOException {
        String pom = Files.readString(Dockerfile.ROOT.resolve("ingest-node/pom.xml"));

        assertThat(pom)
                .contains("<mainClass>" + Main.class.getName() + "</mainClass>")
                .contains("<classpathPrefix>lib/</classpathPrefix>")
                .contains("<outputDirectory>${project.build.directory}/image/lib</outputDirectory>")
                .contains("<outputDirectory>${project.build.directory}/image/own</outputDirectory>");
        assertThat(dockerfile.ofLastStage("COPY").stream().map(copy -> String.join(" ", copy.words())))
                .contains(
                        "/src/ingest-node/target/image/lib/ /app/lib/",
                        "/src/ingest-node/target/image/own/ /app/lib/",
                        "/src/ingest-node/target/ingest-node-*.jar /app/rastro.jar");
    }

    @Test
    void itsPortsAreThoseOfTheManifests() {
        Rendered manifests = Rendered.of(Kubectl.kustomize(Dockerfile.ROOT.resolve("k8s/overlays/prod")));
        List<String> ports = Rendered.container(
                        manifests.members().get(0).getSpec().getTemplate())
                .getPorts()
                .stream()
                .map(port -> port.getContainerPort().toString())
                .toList();

        assertThat(dockerfile.ofLastStage("EXPOSE").get(0).words()).containsExactlyInAnyOrderElementsOf(ports);
    }

    /** The last line of .dockerignore that matches a file, or a folder that it is in, decides. */
    private static boolean isInContext(String path) {
        boolean in = true;
        for (String line : ignored()) {
            boolean keeps = line.startsWith("!");
            if (matches(keeps ? line.substring(1) : line, Path.of(path))) {
                in = keeps;
            }
        }
        return in;
    }

    private static boolean matches(String pattern, Path path) {
        // In .dockerignore ** is any number of folders, none among them.
        String glob =
                "glob:" + (pattern.startsWith("**/") ? "{" + pattern.substring(3) + "," + pattern + "}" : pattern);
        for (Path at = path; at != null; at = at.getParent()) {
            if (FileSystems.getDefault().getPathMatcher(glob).matches(at)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> ignored() {
        try {
            return Files.readAllLines(Dockerfile.ROOT.resolve(".dockerignore")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
