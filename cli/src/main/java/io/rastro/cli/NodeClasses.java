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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The classes of a node, parsed and verified once for each build instead of once for each start: HotSpot's class-data sharing
 * (JEP 310). The first node that is started writes down what it loads; an archive made of that is mapped by every node
 * after it. The archive lies with the build; its name says for which JVM and which jars it is. ADR 18 has the figures.
 *
 * <p>Nothing depends on it: a JVM that cannot use an archive, such as one with another collector's pointers, says so in its log
 * and loads all its classes from the jars.
 */
final class NodeClasses {

    private static final long PATIENCE_MINUTES = 5;
    private static final String UNFINISHED = ".jsa.new";

    private final String classPath;
    private final boolean possible;
    private final Path archive;
    private final Path list;
    private final Path arguments;
    private boolean writing;
    private volatile boolean ending;

    private NodeClasses(String classPath, boolean possible, Path archive, Path nodes) {
        this.classPath = classPath;
        this.possible = possible;
        this.archive = archive;
        this.list = nodes.resolve("loaded.classes");
        this.arguments = nodes.resolve("classes.args");
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
        return new NodeClasses(classPath, possible, archive, data.resolve("nodes"));
    }

    String classPath() {
        return classPath;
    }

    /**
     * Of the JVM of a node: it maps the archive, if there is one by the time at which it is started, maybe for the second time;
     * without one the first node that is asked for writes down what one is made of.
     */
    synchronized List<String> flags() throws IOException {
        if (!possible) {
            return List.of();
        }
        writeArguments();
        if (writing || Files.exists(archive) || !Files.isWritable(archive.resolveSibling(""))) {
            return List.of("@" + arguments);
        }
        writing = true;
        return List.of("@" + arguments, "-XX:DumpLoadedClassList=" + list);
    }

    /** What a JVM reads when it starts: a node that is started again has the same command. */
    private void writeArguments() throws IOException {
        Files.createDirectories(arguments.resolveSibling(""));
        String flag = Files.isReadable(archive) ? "\"-XX:SharedArchiveFile=" + archive + "\"\n" : "";
        Files.writeString(arguments, flag);
    }

    /**
     * Makes the archive where there is none and a node is ready: up to half a minute of a processor that has nothing better to
     * do, once for each build. That it could not be made is said and nothing else.
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
            writeArguments();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (ending) {
                return;
            }
            say.accept("the classes of a node could not be archived, nodes start as fast as before: " + e.getMessage());
        }
    }

    private void make() throws IOException, InterruptedException {
        // The JVM that writes the list still runs: its last line may be half a line.
        String written = Files.readString(list, StandardCharsets.UTF_8);
        Path whole = list.resolveSibling("archived.classes");
        Files.writeString(whole, written.substring(0, written.lastIndexOf('\n') + 1));
        Path made = Files.createTempFile(archive.resolveSibling(""), "node-", UNFINISHED);
        Path log = list.resolveSibling("archived.log");
        try {
            run(whole, made, log);
            deleteOthers();
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
        Thread end = new Thread(() -> {
            ending = true;
            dump.destroy();
        });
        try {
            Runtime.getRuntime().addShutdownHook(end);
            if (!dump.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("it took longer than " + PATIENCE_MINUTES + " minutes");
            }
            if (dump.exitValue() != 0) {
                throw new IOException("exit code " + dump.exitValue() + ", see " + log);
            }
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException thisJvmEnds) {
            ending = true;
            throw new IOException(thisJvmEnds);
        } finally {
            dump.destroyForcibly();
        }
    }

    /** Of earlier builds, and what was left by one that was killed. */
    private void deleteOthers() throws IOException {
        Instant abandoned = Instant.now().minus(PATIENCE_MINUTES, ChronoUnit.MINUTES);
        try (Stream<Path> files = Files.list(archive.resolveSibling(""))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean left = name.matches("node-.*" + Pattern.quote(UNFINISHED))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(abandoned);
                if (left || name.matches("node-[0-9a-f]{8}\\.jsa")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** HotSpot asks the same of an archive: this JVM, these jars, as large and as old as they were. */
    private static String fingerprint(List<Path> entries) throws IOException {
        CRC32 crc = new CRC32();
        for (String property : List.of("java.home", "java.vm.vendor", "java.vm.version", "os.arch")) {
            crc.update(System.getProperty(property).getBytes(StandardCharsets.UTF_8));
        }
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
