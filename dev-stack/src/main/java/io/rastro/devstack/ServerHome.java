package io.rastro.devstack;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkout in which the build has left the servers' class paths, {@code dev-stack/servers/<name>/target}. It is the
 * system property {@code rastro.home}, else the nearest directory above the working directory, or above this class,
 * that has {@code dev-stack/servers}.
 */
record ServerHome(Path root) {
    private static final String SERVERS = "dev-stack/servers";

    static ServerHome find() {
        String asked = System.getProperty("rastro.home");
        if (asked != null) {
            return new ServerHome(Path.of(asked).toAbsolutePath());
        }
        return Stream.of(Path.of("").toAbsolutePath(), codeSource())
                .filter(Objects::nonNull)
                .flatMap(start -> above(start).stream())
                .findFirst()
                .map(ServerHome::new)
                .orElseThrow(() -> new DevStackException(
                        "No directory above " + Path.of("").toAbsolutePath() + " has " + SERVERS
                                + ": run this inside a checkout, or set -Drastro.home to one."));
    }

    /** The class path of a server, as {@code -cp} takes it. */
    String classPath(Server server) {
        Path file = target(server).resolve("classpath");
        try {
            String classPath = Files.readString(file).strip();
            boolean complete =
                    Stream.of(classPath.split(File.pathSeparator)).allMatch(entry -> Files.exists(Path.of(entry)));
            if (complete) {
                return classPath;
            }
        } catch (IOException missing) {
            throw notBuilt(server, file, missing);
        }
        throw notBuilt(server, file, null);
    }

    /** The jar that a server which comes as an application is run from. */
    Path runner(Server server) {
        Path app = target(server).resolve("app");
        try (Stream<Path> files = Files.list(app)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> notBuilt(server, app, null));
        } catch (IOException missing) {
            throw notBuilt(server, app, missing);
        }
    }

    private Path target(Server server) {
        return root.resolve(SERVERS).resolve(server.id()).resolve("target");
    }

    private DevStackException notBuilt(Server server, Path where, @Nullable Throwable cause) {
        String message = String.format(
                Locale.ROOT,
                "The jars of the %s server are not there (%s): run `mvn -q -pl dev-stack -am compile` in %s.",
                server.title(),
                where,
                root);
        return new DevStackException(message, cause);
    }

    private static Optional<Path> above(Path start) {
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .filter(dir -> Files.isDirectory(dir.resolve(SERVERS)))
                .findFirst();
    }

    private static @Nullable Path codeSource() {
        try {
            return Path.of(ServerHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException | SecurityException unknown) {
            return null;
        }
    }
}
