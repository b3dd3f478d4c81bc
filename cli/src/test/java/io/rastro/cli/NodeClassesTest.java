package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NodeClassesTest {

    @TempDir
    private Path dir;

    private Path jar;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void copyAJar() throws Exception {
        Path origin = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar = Files.copy(origin, dir.resolve("picocli.jar"));
    }

    @Test
    void whatOneNodeLoadedTheNextOnesMap() throws Exception {
        NodeClasses first = classes();
        List<String> writes = first.flags();
        assertThat(writes).anyMatch(flag -> flag.startsWith("-XX:DumpLoadedClassList="));
        List<String> second = first.flags();
        assertThat(second).noneMatch(flag -> flag.startsWith("-XX:"));
        assertThat(shared(start(second))).isEmpty();
        assertThat(shared(start(writes))).isEmpty();

        classes().archive(said::add);

        assertThat(said).hasSize(1);
        for (List<String> flags : List.of(classes().flags(), second, writes)) {
            assertThat(shared(start(flags))).as("with %s", flags).contains("picocli.CommandLine");
        }

        classes().archive(said::add);
        assertThat(said).as("said by one that has nothing to do").hasSize(1);
    }

    @Test
    void anotherBuildHasAnArchiveOfItsOwn() throws Exception {
        start(classes().flags());
        classes().archive(said::add);
        Path old = archives().get(0);

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
        start(classes().flags());
        classes().archive(said::add);

        assertThat(archives()).hasSize(1).doesNotContain(old);
    }

    @Test
    void whatCannotBeArchivedIsSaid() throws Exception {
        NodeClasses classes = classes();
        classes.flags();
        Files.writeString(dir.resolve("data/nodes/loaded.classes"), "@no such tag\n");

        classes.archive(said::add);

        assertThat(said).hasSize(2).last().asString().contains("could not be archived", "archived.log");
        assertThat(Files.list(dir)).noneMatch(file -> file.toString().contains(".jsa"));
    }

    @Test
    void classesOfADirectoryAreLoadedAsEver() throws Exception {
        NodeClasses classes = NodeClasses.of(dir.resolve("data"), List.of(jar, dir), dir);

        classes.archive(said::add);

        assertThat(classes.flags()).isEmpty();
        assertThat(said).isEmpty();
    }

    private NodeClasses classes() throws IOException {
        return NodeClasses.of(dir.resolve("data"), List.of(jar), dir);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    /** What the JVM says of each class that it loads. */
    private List<String> start(List<String> flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(NodeClasses.java(), "-Xlog:class+load"));
        command.addAll(flags);
        command.addAll(List.of("-cp", jar.toString(), "picocli.AutoComplete", "--help"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static String shared(List<String> loaded) {
        return String.join(
                "\n",
                loaded.stream()
                        .filter(line -> line.contains(" picocli.") && line.contains("source: shared objects file"))
                        .toList());
    }
}
