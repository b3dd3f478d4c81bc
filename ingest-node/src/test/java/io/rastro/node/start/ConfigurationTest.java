package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a configuration is said in one line that names the key, with exit code 2. */
class ConfigurationTest {

    @TempDir
    private Path folder;

    @Test
    void thePackagedSettingsAreValid() {
        NodeSettings settings = NodeSettings.from(Configuration.packaged());

        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.cassandra()).containsExactly(new Address("127.0.0.1", 9042));
    }

    @Test
    void aFileWins() throws IOException {
        Path file = Files.writeString(
                folder.resolve("node.conf"),
                "rastro { host = \"10.1.2.3\", management.port = 9999, s3.endpoint = \"http://s3:1\" }");

        Config config = Configuration.load(file);

        assertThat(config.getString("akka.remote.artery.canonical.hostname")).isEqualTo("10.1.2.3");
        assertThat(config.getString("alpakka.s3.endpoint-url")).isEqualTo("http://s3:1");
        assertThat(config.getConfigList("akka.discovery.config.services.rastro.endpoints")
                        .get(0)
                        .getInt("port"))
                .isEqualTo(9999);
    }

    /** What stands in both has one value: otherwise tests of the modules and a node would run with different ones. */
    @Test
    void theModulesDefaultsAreTheNodesSettings() {
        Config defaults = ConfigFactory.defaultReference().getConfig("rastro");
        Config packaged =
                ConfigFactory.parseResources("application.conf").resolve().getConfig("rastro");

        assertThat(packaged.entrySet())
                .filteredOn(entry -> defaults.hasPath(entry.getKey()))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.getValue().unwrapped())
                        .as(entry.getKey())
                        .isEqualTo(defaults.getValue(entry.getKey()).unwrapped()));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Configuration.load(folder.resolve("none.conf")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("none.conf")
                .extracting(e -> ((StartFailure) e).exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rastro.http.prot = 1 | rastro.http.prot",
                "rastro { | configuration file",
                "rastro.http.port = many | port",
                "rastro.http.port = 70000 | rastro.http.port",
                "rastro.http.max-in-flight = 1 | rastro.http.max-in-flight",
                "rastro.http.max-in-flight = 5000 | stash-capacity",
                "rastro.http.answer-within = 950 ms | rastro.http.answer-within",
                "rastro { pix.ask-timeout = 2 s, http.answer-within = 950 ms } | shorter than rastro.courier.ask-timeout",
                "rastro { courier.ask-timeout = 2 s, http.answer-within = 950 ms } | shorter than rastro.pix.ask-timeout",
                "rastro.http.drain-timeout = 3 s | rastro.http.drain-timeout",
                "rastro.http.body-timeout = 1 h | rastro.http.body-timeout",
                "rastro.http.max-body-memory = 9 MiB | rastro.http.max-body-memory",
                "rastro.courier.window-size = 1 | rastro.courier.window-size",
                "rastro.map.tile-url = \"file:///etc/passwd\" | rastro.map.tile-url",
                "rastro.cassandra.contact-points = [\"nowhere\"] | rastro.cassandra.contact-points",
                "rastro.cluster.roles = [\"cook\"] | rastro.cluster.roles"
            })
    void namesWhatIsWrong(String text, String named) throws IOException {
        Path file = Files.writeString(folder.resolve("node.conf"), text);

        assertThatThrownBy(() -> NodeSettings.from(Configuration.load(file)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(named)
                .extracting(e -> ((StartFailure) e).exitCode())
                .isEqualTo(2);
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Config config = Configuration.over(ConfigFactory.parseString(
                    "rastro.http { host = \"0.0.0.0\", port = " + taken.getLocalPort() + " }"));

            assertThatThrownBy(() -> Node.start(config))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of http")
                    .extracting(e -> ((StartFailure) e).exitCode())
                    .isEqualTo(1);
        }
    }
}
