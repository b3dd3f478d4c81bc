package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.devstack.Endpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A record that nobody can read, and what the commands do with it. */
final class UnreadableRecord {

    private static final byte[] POISON = {7, 'r', 'a', 's', 't', 'r', 'o'};
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path data;

    /** @param data of the system, which has read everything until now */
    UnreadableRecord(Path data) {
        this.data = data;
    }

    void isListedShownAndPutBack() throws Exception {
        assertThat(run("dead-letters", "list")).isEqualTo("no dead letters\n");
        poison(Endpoints.read(data).kafka());
        await().atMost(SOON).until(() -> list().get("count").intValue() == 2);

        JsonNode letters = list().get("letters");
        assertThat(letters)
                .extracting(letter -> letter.get("source").textValue())
                .containsExactlyInAnyOrder("rastro-table", "rastro-lake");
        String id = letters.get(0).get("id").textValue();
        assertThat(run("dead-letters", "list", "--source", "rastro-lake"))
                .contains("the value is not in the Confluent wire format")
                .contains("1 letters, 0 of them retried");
        assertThat(run("dead-letters", "list", "--since", "0s")).isEqualTo("no dead letters\n");
        assertThat(run("dead-letters", "show", id))
                .contains("07 72 61 73 74 72 6f", "|.rastro|", "header.event_id", "courier~p-1~1~0");
        Path raw = data.resolveSibling("raw");
        run("dead-letters", "show", id, "--raw", raw.toString());
        assertThat(Files.readAllBytes(raw)).isEqualTo(POISON);
        assertThat(Ran.on(data, "dead-letters", "show", "0-99999"))
                .isEqualTo(new Ran(1, "", "rastro dead-letters show: there is no dead letter 0-99999\n"));

        assertThat(run("dead-letters", "retry", "--all", "--dry-run"))
                .isEqualTo("would be put back: 2, put back before: 0, cannot be put back: 0\n");
        assertThat(run("dead-letters", "retry", id))
                .isEqualTo("put back: 1, put back before: 0, cannot be put back: 0\n");
        await().atMost(SOON).until(() -> list().get("count").intValue() == 3);
        assertThat(list().get("retried").intValue()).isEqualTo(1);
        assertThat(list().get("letters").get(2).get("attempt").intValue()).isEqualTo(1);
        assertThat(run("dead-letters", "retry", id))
                .isEqualTo("put back: 0, put back before: 1, cannot be put back: 0\n");
    }

    private static void poison(String kafka) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record = new ProducerRecord<>("courier.positions", "p-1", POISON);
            record.headers().add("event_id", "courier~p-1~1~0".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
    }

    private JsonNode list() throws Exception {
        return new ObjectMapper().readTree(run("dead-letters", "list", "--json"));
    }

    private String run(String... args) {
        return Ran.on(data, args).out(0);
    }
}
