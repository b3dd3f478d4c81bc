package io.rastro.sinks.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few calls of the Confluent-compatible registry API that Rastro makes: at a start, and once for each schema id that
 * a sink meets. They block. While the registry is away they are tried again until the start time-out.
 */
public final class SchemaRegistry {

    private static final int RULE_ATTEMPTS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int MAX_CACHED = 1_000;
    private static final int MAX_MESSAGE = 300;

    private final String url;
    private final Duration patience;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

    public SchemaRegistry(KafkaSettings settings) {
        this.url = settings.registryUrl().replaceAll("/+$", "");
        this.patience = settings.startTimeout();
    }

    /** The registry said no, or did not answer; the message says what and why. */
    public static final class RegistryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RegistryException(String message) {
            super(message);
        }
    }

    /** The registry holds a version that this schema cannot live with: to try again does not help. */
    public static final class IncompatibleSchemaException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        IncompatibleSchemaException(String message) {
            super(message);
        }
    }

    /**
     * Registers the schema of a topic's values under {@code <topic>-value}, where every version has to be compatible
     * with every other one (FULL_TRANSITIVE) unless somebody set another rule.
     *
     * @return the id that stands before each value
     * @throws IncompatibleSchemaException when the registry refuses the schema
     * @throws RegistryException when it cannot be reached
     */
    public int register(String topic, Schema schema) {
        String subject = topic + "-value";
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpResponse<String> answer = ask("POST", "/subjects/" + subject + "/versions", body);
        if (answer.statusCode() == 409) {
            String why = messageOf(answer);
            // Also when another node registers the same schema at this moment: it is there then.
            answer = ask("POST", "/subjects/" + subject, body);
            if (answer.statusCode() == 404) {
                throw new IncompatibleSchemaException("the registry refuses the schema of " + subject
                        + " because it is incompatible with an earlier version: " + why);
            }
        }
        int id = require(answer, "register the schema of " + subject).path("id").asInt();
        requireCompatibility(subject);
        return id;
    }

    /**
     * @return empty when the registry does not know the id
     * @throws RegistryException when it cannot be reached
     */
    public Optional<Schema> byId(int id) {
        Schema cached = byId.get(id);
        if (cached != null) {
            return Optional.of(cached);
        }
        HttpResponse<String> answer = ask("GET", "/schemas/ids/" + id, "");
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        Schema schema = new Schema.Parser()
                .parse(require(answer, "give schema " + id).path("schema").asText());
        if (byId.size() < MAX_CACHED) {
            byId.put(id, schema);
        }
        return Optional.of(schema);
    }

    private void requireCompatibility(String subject) {
        for (int attempt = 1; hasNoRule(subject); attempt++) {
            HttpResponse<String> set = ask("PUT", "/config/" + subject, "{\"compatibility\":\"FULL_TRANSITIVE\"}");
            if (set.statusCode() != 409 || attempt == RULE_ATTEMPTS) { // 409: another node is setting it at this moment
                require(set, "set the compatibility of " + subject);
                return;
            }
        }
    }

    /** Where nobody has set a rule one registry answers 404, another NONE. */
    private boolean hasNoRule(String subject) {
        HttpResponse<String> rule = ask("GET", "/config/" + subject, "");
        return rule.statusCode() == 404
                || require(rule, "say the compatibility of " + subject)
                        .path("compatibilityLevel")
                        .asText()
                        .equals("NONE");
    }

    private JsonNode require(HttpResponse<String> answer, String what) {
        if (answer.statusCode() / 100 != 2) {
            throw new RegistryException(
                    "the registry did not " + what + ", status " + answer.statusCode() + ": " + messageOf(answer));
        }
        return parsed(answer);
    }

    private static String messageOf(HttpResponse<String> answer) {
        String message = parsed(answer).path("message").asText().replaceAll("\\s+", " ");
        if (message.length() > MAX_MESSAGE) {
            return message.substring(0, MAX_MESSAGE) + "...";
        }
        return message.isEmpty() ? "it says nothing more" : message;
    }

    private static JsonNode parsed(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            return JSON.createObjectNode();
        }
    }

    /** Tries again while the registry is away or answers 5xx, with a growing pause, until patience ends. */
    private HttpResponse<String> ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", MEDIA_TYPE)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = 100;
        while (true) {
            String problem;
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500) {
                    return answer;
                }
                problem = "status " + answer.statusCode();
            } catch (IOException away) {
                problem = away.toString();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while waiting for the schema registry");
            }
            if (System.nanoTime() > deadline) {
                throw new RegistryException("the schema registry at " + url + " cannot be reached: " + problem);
            }
            LOG.debug("the schema registry is away, next try in {} ms: {}", pause, problem);
            java.util.concurrent.locks.LockSupport.parkNanos(pause * 1_000_000);
            pause = Math.min(pause * 2, 5_000);
        }
    }
}
