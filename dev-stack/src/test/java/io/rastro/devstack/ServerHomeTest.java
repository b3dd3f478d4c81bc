package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerHomeTest {
    @TempDir
    private Path root;

    @Test
    void saysWhatToRunWhenAClassPathIsMissing() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> new ServerHome(root).classPath(Server.KAFKA))
                .withMessageContaining("Kafka")
                .withMessageEndingWith("run `mvn -q -pl dev-stack -am compile` in " + root + ".");
    }

    @Test
    void noticesAJarThatIsNotThereAnyMore() throws IOException {
        Path target = Files.createDirectories(root.resolve("dev-stack/servers/kafka/target"));
        Files.writeString(target.resolve("classpath"), root.resolve("gone.jar") + "\n");
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> new ServerHome(root).classPath(Server.KAFKA))
                .withMessageContaining("run `mvn");
    }

    @Test
    void isFoundAboveTheWorkingDirectory() {
        ServerHome home = ServerHome.find();
        assertThat(home.root().resolve("dev-stack/servers")).isDirectory();
        assertThat(home.runner(Server.REGISTRY)).exists();
        assertThat(home.classPath(Server.CASSANDRA)).contains("cassandra-all");
    }
}
