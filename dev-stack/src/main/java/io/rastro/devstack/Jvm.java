package io.rastro.devstack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Java that the servers run on. It has to be 17: Cassandra 5.0 does not start on later ones. Asked for with
 * {@code -Drastro.java=…/bin/java}; else the one that runs this, else that of {@code JAVA_HOME}.
 */
record Jvm(Path java) {
    private static final String FEATURE = "17";

    static Jvm find() {
        return choose(
                System.getProperty("rastro.java"),
                Path.of(System.getProperty("java.home")),
                System.getenv("JAVA_HOME"));
    }

    static Jvm choose(@Nullable String asked, Path running, @Nullable String javaHome) {
        if (asked != null) {
            Path java = Path.of(asked).toAbsolutePath();
            require17(java.resolve("../..").normalize());
            return new Jvm(java);
        }
        return Stream.concat(Stream.of(running), Stream.ofNullable(javaHome).map(Path::of))
                .filter(home -> version(home).startsWith(FEATURE))
                .findFirst()
                .map(home -> new Jvm(home.resolve("bin").resolve("java")))
                .orElseThrow(() -> wrong(running));
    }

    private static void require17(Path home) {
        if (!version(home).startsWith(FEATURE)) {
            throw wrong(home);
        }
    }

    private static DevStackException wrong(Path home) {
        return new DevStackException("Cassandra 5.0 runs on JDK 17 only, and the Java at " + home + " is "
                + version(home) + ": set JAVA_HOME to a JDK 17, or -Drastro.java to its bin/java.");
    }

    /** As the installation's {@code release} file says it. */
    private static String version(Path home) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException noJdk) {
            return "unknown";
        }
        return release.getProperty("JAVA_VERSION", "unknown").replace("\"", "");
    }
}
