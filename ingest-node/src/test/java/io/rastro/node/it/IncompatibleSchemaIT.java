package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.node.start.StartFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IncompatibleSchemaIT {

    /** A later version, or somebody else, has registered what this one cannot write. */
    @Test
    void aNodeDoesNotStartAndSaysWhyAtOnce() throws Exception {
        DevStack stack = DevStack.shared(Server.values());
        String topic = "incompatible-" + UUID.randomUUID();
        String subject = stack.endpoints().registry() + "/subjects/" + topic + "-value";
        register(subject + "/versions", "POST", """
                {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"CourierPosition\\",\\"namespace\\":\\"io.rastro.courier\\",\\"fields\\":[{\\"name\\":\\"lat\\",\\"type\\":\\"string\\"}]}"}""");
        register(
                stack.endpoints().registry() + "/config/" + topic + "-value",
                "PUT",
                "{\"compatibility\": \"FULL_TRANSITIVE\"}");

        long began = System.nanoTime();
        assertThatThrownBy(() -> NodeUnderTest.start("rastro.sinks.kafka.topics.courier-positions = \"" + topic + "\""))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(
                        "the registry refuses the schema of " + topic + "-value because it is incompatible")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(5));
    }

    private static void register(String url, String method, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
