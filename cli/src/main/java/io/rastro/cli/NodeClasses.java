package io.rastro.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The classes of a node, parsed and verified once for each build instead of once for each start: HotSpot's class-data sharing
 * (JEP 310). The first node that is started writes down what it loads; an archive made of that is mapped by every node
 * after it. The archive lies with the build; its name says for which JVM and which jars it is. ADR 18 has the figures.
 *
 * <p>Nothing depends on it: a JVM that cannot use an archive loads its classes from the jars.
 */
final class NodeClasses {

    private static final long PATIENCE_MINUTES = 5;

    private final String classPath;
    private final boolean possible;
    private final Path archive;
    private final Path list;
    private boolean writing;

    private NodeClasses(String classPath, boolean possible, Path archive, Path list) {
        this.classPath = classPath;
        this.possible = possible;
        this.archive = archive;
        this.list = list;
    }

    /** @param data of a stack whose nodes have the class path of this JVM */
    static NodeClasses of(Path data) throws IOException {
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
        return of(data, entries, built());
    }

    /** @param built where the archive is kept */
    static NodeClasses of(Path data, List<Path> entries, Path built) throws IOException {
        // HotSpot archives what comes from jars only.
        boolean possible = entries.stream().allMatch(Files::isRegularFile);
        Path archive = built.resolve("node-" + fingerprint(entries) + ".jsa");
        String classPath = String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
        return new NodeClasses(
                classPath, possible, archive, data.resolve("nodes").resolve("loaded.classes"));
    }

    String classPath() {
        return classPath;
    }

    /** Of the JVM of a node: maps the archive, or, in the first that is asked for, writes down what one is made of. */
    synchronized List<String> flags() throws IOException {
        if (!possible) {
            return List.of();
        }
        if (Files.isReadable(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        if (writing) {
            return List.of();
        }
        writing = true;
        Files.createDirectories(list.resolveSibling(""));
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /**
     * Makes the archive where there is none and a node is ready: some 10 s of a processor that has nothing better to do, once
     * for each build. That it could not be made is said and nothing else.
     *
     * @param say for people
     */
    void archive(Consumer<String> say) {
        if (!possible || Files.exists(archive) || !Files.exists(list)) {
            return;
        }
        say.accept("archiving the classes of a node, once for each build: the next nodes start faster");
        try {
            make();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            say.accept("the classes of a node could not be archived, nodes start as fast as before: " + e.getMessage());
        }
    }

    private void make() throws IOException, InterruptedException {
        // The JVM that writes the list still runs: its last line may be half a line.
        String written = Files.readString(list, StandardCharsets.UTF_8);
        Path whole = list.resolveSibling("archived.classes");
        Files.writeString(whole, written.substring(0, written.lastIndexOf('\n') + 1));
        Path made = Files.createTempFile(archive.resolveSibling(""), "node-", ".jsa.new");
        Path log = list.resolveSibling("archived.log");
        try {
            run(whole, made, log);
            for (Path old : archives()) {
                Files.deleteIfExists(old);
            }
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void run(Path classes, Path made, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.addAll(List.of(
                java(),
                "-Xshare:dump",
                "-Xmx512m",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + made,
                "-cp",
                classPath));
        Process dump = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread end = new Thread(dump::destroy, "end of archiving");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            if (!dump.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("it took longer than " + PATIENCE_MINUTES + " minutes");
            }
            if (dump.exitValue() != 0) {
                throw new IOException("exit code " + dump.exitValue() + ", see " + log);
            }
        } finally {
            dump.destroyForcibly();
            forget(end);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then it is run.
        }
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(archive.resolveSibling(""))) {
            return files.filter(file -> file.getFileName().toString().matches("node-[0-9a-f]{8}\\.jsa"))
                    .toList();
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** HotSpot asks the same of an archive: this JVM, these jars, as large and as old as they were. */
    private static String fingerprint(List<Path> entries) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
        for (Path entry : entries) {
            if (Files.exists(entry)) {
                BasicFileAttributes file = Files.readAttributes(entry, BasicFileAttributes.class);
                String line = entry + " " + file.size() + " " + file.lastModifiedTime();
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** {@code cli/target}, of this class or its jar. */
    private static Path built() {
        try {
            URI here = NodeClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(here).toAbsolutePath().resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
