package io.rastro.parcel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/adding-an-event-kind.md names is there, and it names all that the third kind is made of. */
class AddingAKindTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PARCEL = ROOT.resolve("ingest-node/src/test/java/io/rastro/parcel");
    private static final Pattern FILE = Pattern.compile("`([\\w./-]+/[\\w.-]+\\.(?:java|conf))`");
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");

    private static String doc() throws IOException {
        return Files.readString(ROOT.resolve("docs/adding-an-event-kind.md"));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(doc());
        return Stream.iterate(matcher.find(), hit -> hit, hit -> matcher.find())
                .map(hit -> matcher.group(1))
                .distinct()
                .toList();
    }

    private static List<String> types() throws IOException {
        try (Stream<Path> tree = Files.walk(ROOT, 30)) {
            return tree.filter(path ->
                            path.toString().contains("/src/") && path.toString().endsWith(".java"))
                    .map(path -> path.getFileName().toString().replace(".java", ""))
                    .distinct()
                    .toList();
        }
    }

    @Test
    void everyFileThatIsNamedIsThere() throws IOException {
        assertThat(found(FILE)).hasSizeGreaterThan(30).allSatisfy(file -> {
            Path path = file.startsWith("parcel/")
                    ? PARCEL.resolve(file.substring("parcel/".length()))
                    : ROOT.resolve(file);
            assertThat(path).exists();
        });
    }

    @Test
    void everyTypeThatIsNamedIsThere() throws IOException {
        List<String> ofOthers = List.of("EventSourcedBehavior");
        assertThat(types())
                .containsAll(found(TYPE).stream()
                        .filter(type -> !ofOthers.contains(type))
                        .toList());
    }

    @Test
    void everythingThatTheThirdKindIsMadeOfIsNamed() throws IOException {
        String doc = doc();
        try (Stream<Path> files = Files.list(PARCEL)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> !name.equals("package-info.java") && !name.equals("AddingAKindTest.java")))
                    .allSatisfy(name -> assertThat(doc).contains("parcel/" + name));
        }
    }
}
