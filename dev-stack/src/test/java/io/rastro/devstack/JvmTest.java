package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
    @TempDir
    private Path dir;

    private Path old;
    private Path late;

    @BeforeEach
    void installJdks() throws IOException {
        old = jdk("jdk-17", "17.0.15");
        late = jdk("jdk-25", "25.0.1");
    }

    @Test
    void saysWhichJdkIsNeededAndHowToGiveIt() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> Jvm.choose(null, late, null))
                .withMessage("Cassandra 5.0 runs on JDK 17 only, and the Java at " + late
                        + " is 25.0.1: set JAVA_HOME to a JDK 17, or -Drastro.java to its bin/java.");
    }

    @Test
    void refusesTheJavaAskedForIfItIsAnother() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> Jvm.choose(late.resolve("bin/java").toString(), old, old.toString()))
                .withMessageContaining("is 25.0.1");
    }

    @Test
    void takesJavaHomeWhenThisRunsOnALaterOne() {
        assertThat(Jvm.choose(null, late, old.toString()).java()).isEqualTo(old.resolve("bin/java"));
    }

    @Test
    void prefersTheOneThatRunsThis() {
        assertThat(Jvm.choose(null, old, late.toString()).java()).isEqualTo(old.resolve("bin/java"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(dir.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
