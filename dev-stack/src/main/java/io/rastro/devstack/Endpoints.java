package io.rastro.devstack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a running system listens, as {@code endpoints.json} of its data directory says it. A server that is not part of
 * the stack is absent; after a clean stop the process ids are.
 *
 * @param http base URLs of the nodes
 * @param management base URLs of the nodes' management
 * @param kafka bootstrap server, {@code host:port}
 * @param registry base URL of the Confluent API of the schema registry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"http", "management", "kafka", "cassandra", "s3", "registry", "pids"})
public record Endpoints(
        List<String> http,
        List<String> management,
        @Nullable String kafka,
        @Nullable Cassandra cassandra,
        @Nullable S3 s3,
        @Nullable String registry,
        Pids pids) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Endpoints {
        http = List.copyOf(http);
        management = List.copyOf(management);
    }

    /**
     * What a driver has to be given.
     *
     * @param contactPoint {@code host:port}
     */
    public record Cassandra(String contactPoint, String datacenter) {}

    /** The endpoint takes any credentials; clients insist on having some. */
    public record S3(String endpoint, String bucket, String accessKey, String secretKey, String region) {}

    /**
     * Process ids.
     *
     * @param nodes in the order of {@link Endpoints#http}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Pids(
            @Nullable Long cassandra,
            @Nullable Long kafka,
            @Nullable Long s3,
            @Nullable Long registry,
            List<Long> nodes) {

        static final Pids NONE = new Pids(null, null, null, null, List.of());

        public Pids {
            nodes = List.copyOf(nodes);
        }
    }

    /** Reads what the last {@code dev} on this data directory wrote; it may run or not. */
    public static Endpoints read(Path data) {
        Path file = file(data);
        try {
            return JSON.readValue(Files.readAllBytes(file), Endpoints.class);
        } catch (NoSuchFileException e) {
            throw new DevStackException(
                    "There is no " + file + ": start a system with ./rastro dev --data " + data + " first.", e);
        } catch (IOException e) {
            throw new DevStackException(
                    file + " cannot be read: start the system anew with ./rastro dev --data " + data + ".", e);
        }
    }

    /** Replaces the file in one step: a reader sees the old or the new content, never a part. */
    void write(Path data) throws IOException {
        Path fresh = data.resolve("endpoints.json.tmp");
        Files.write(fresh, JSON.writeValueAsBytes(this));
        Files.move(fresh, file(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path file(Path data) {
        return data.resolve("endpoints.json");
    }
}
