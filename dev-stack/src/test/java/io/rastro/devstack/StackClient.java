package io.rastro.devstack;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Talks to a stack as its users do, each server through a real client. */
record StackClient(Endpoints endpoints) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void createTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    void createKeyspace(String name) {
        try (CqlSession session = session()) {
            session.execute("CREATE KEYSPACE " + name
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }
    }

    Set<String> keyspaces() {
        try (CqlSession session = session()) {
            return session.getMetadata().getKeyspaces().keySet().stream()
                    .map(CqlIdentifier::asInternal)
                    .collect(Collectors.toSet());
        }
    }

    /** The id of a record schema with one field of the type. */
    int registerSchema(String subject, String type) throws IOException, InterruptedException {
        String schema = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"" + type + "\"}]}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoints.registry() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("schema", schema))))
                .build();
        return JSON.readTree(body(request)).get("id").asInt();
    }

    /** With the checksum that current AWS SDKs send along by default. */
    void putObject(String key, String content) throws IOException, InterruptedException {
        CRC32 crc = new CRC32();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        byte[] checksum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        body(HttpRequest.newBuilder(object(key))
                .header("x-amz-checksum-crc32", Base64.getEncoder().encodeToString(checksum))
                .PUT(HttpRequest.BodyPublishers.ofString(content))
                .build());
    }

    String getObject(String key) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(object(key)).build());
    }

    private URI object(String key) {
        return URI.create(endpoints.s3().endpoint() + "/" + endpoints.s3().bucket() + "/" + key.replace("+", "%2B"));
    }

    private static String body(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", endpoints.kafka()));
    }

    private CqlSession session() {
        String[] contact = endpoints.cassandra().contactPoint().split(":", 2);
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(contact[0], Integer.parseInt(contact[1])))
                .withLocalDatacenter(endpoints.cassandra().datacenter())
                .build();
    }
}
