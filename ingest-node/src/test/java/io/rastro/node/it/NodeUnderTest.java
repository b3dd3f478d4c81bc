package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.event.Logging;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.devstack.DevProcess;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import io.rastro.devstack.Server;
import io.rastro.node.Answer;
import io.rastro.node.CassandraClient;
import io.rastro.node.start.Configuration;
import io.rastro.node.start.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A node in this process on the shared stack, and how one looks at what it feeds. */
final class NodeUnderTest implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final DevStack stack;
    private final Config config;
    private Node node;

    private NodeUnderTest(DevStack stack, String settings) {
        this.stack = stack;
        this.config = config(stack, settings);
        this.node = Node.start(config);
    }

    static NodeUnderTest start() {
        // a cold JVM beside four servers
        return start("rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }");
    }

    /** @param settings HOCON over those that a node needs on this machine */
    static NodeUnderTest start(String settings) {
        return new NodeUnderTest(DevStack.shared(Server.values()), settings);
    }

    /** What {@link #start(String)} starts a node with. */
    static Config config(String settings) {
        return config(DevStack.shared(Server.values()), settings);
    }

    private static Config config(DevStack stack, String settings) {
        return config(
                stack, stack.ports().node(0), stack.endpoints().cassandra().contactPoint(), settings);
    }

    /** Of a node that joins this one and has another Cassandra. */
    Config joining(String cassandra, String settings) {
        String contactPoint = "rastro.cluster.contact-points = [{ host = 127.0.0.1, port = %d }]\n"
                .formatted(stack.ports().node(0).management());
        return config(stack, stack.ports().node(1), cassandra, contactPoint + settings);
    }

    private static Config config(DevStack stack, PortPlan.Node ports, String cassandra, String settings) {
        Endpoints at = stack.endpoints();
        return Configuration.over(ConfigFactory.parseString(settings
                + """

                rastro {
                  http.port = %d
                  management.port = %d
                  remoting.port = %d
                  cassandra { contact-points = ["%s"], datacenter = "%s" }
                  sinks.kafka { bootstrap-servers = "%s", registry-url = "%s" }
                  s3 { endpoint = "%s", bucket = "%s", access-key = "%s", secret-key = "%s", region = "%s" }
                  sinks.lake { max-idle = 500 ms, max-age = 2 s }
                }
                akka.coordinated-shutdown.exit-jvm = off
                """.formatted(
                                ports.http(),
                                ports.management(),
                                ports.remoting(),
                                cassandra,
                                at.cassandra().datacenter(),
                                at.kafka(),
                                at.registry(),
                                at.s3().endpoint(),
                                at.s3().bucket(),
                                at.s3().accessKey(),
                                at.s3().secretKey(),
                                at.s3().region())));
    }

    String base() {
        return "http://127.0.0.1:" + node.httpPort();
    }

    ActorSystem<?> system() {
        return node.system();
    }

    private long cassandraPid() {
        return Objects.requireNonNull(stack.endpoints().pids().cassandra());
    }

    /** A signal such as STOP and CONT. */
    void signalCassandra(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(cassandraPid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill ended with " + exit);
        }
    }

    /** One that the product does not know of. */
    void createTopic(String name) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.endpoints().kafka()))) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when a record that is sent is acknowledged: a port is open before a broker has its partitions. */
    void awaitKafkaTakesRecords(Duration atMost) {
        String topic = "probe-" + UUID.randomUUID();
        createTopic(topic);
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.endpoints().kafka(), ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "probe")).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    DevProcess kafka() {
        return stack.process(Server.KAFKA);
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        double sum = getPath("/metrics")
                .isOk()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertThat(sum).as(name).isNotNaN();
        return sum;
    }

    /** A session of its own. */
    CqlSession cassandra() {
        return CassandraClient.of(stack.endpoints().cassandra());
    }

    /** @param phases of coordinated shutdown, with the time at which each began */
    record Stop(Duration took, List<String> phases) {}

    Stop restart() {
        node.system().classicSystem().eventStream().setLogLevel(Logging.DebugLevel());
        long began = System.nanoTime();
        Stop stop;
        try (PhaseLog phases = new PhaseLog()) {
            node.stop().toCompletableFuture().join();
            stop = new Stop(Duration.ofNanos(System.nanoTime() - began), phases.messages());
        }
        node = Node.start(config);
        return stop;
    }

    URI uri(String courierId, String rest) {
        String id = URLEncoder.encode(courierId, StandardCharsets.UTF_8);
        return URI.create("http://127.0.0.1:" + node.httpPort() + "/v1/couriers/" + id + rest);
    }

    Answer post(String courierId, String json, String... headers) {
        return post(courierId, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends again what was answered with 503, as every client has to. */
    Answer post(String courierId, String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(courierId, "/positions"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    Answer get(String courierId, String rest) {
        return send(HttpRequest.newBuilder(uri(courierId, rest)).build());
    }

    Answer getPath(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path))
                .build());
    }

    Answer put(URI uri, String json) {
        return send("PUT", uri, json);
    }

    Answer send(String method, URI uri, String json) {
        return send(method, uri, "application/json", json);
    }

    Answer send(String method, URI uri, String contentType, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer delete(URI uri) {
        return send(HttpRequest.newBuilder(uri).DELETE().build());
    }

    Answer getUri(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    String cassandraContactPoint() {
        return stack.endpoints().cassandra().contactPoint();
    }

    /** What the management port answers whoever spreads the requests. */
    int ready() {
        Config management = node.system().settings().config().getConfig("rastro.management");
        URI uri = URI.create("http://127.0.0.1:" + management.getInt("port") + "/ready");
        return exchange(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private Answer send(HttpRequest request) {
        HttpResponse<String> response = exchange(request, HttpResponse.BodyHandlers.ofString());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Answer(response.statusCode(), headers, response.body());
    }

    /** The ids of the next events after the last one that was seen. */
    List<String> eventIds(String courierId, String last, int count) {
        HttpRequest request = HttpRequest.newBuilder(uri(courierId, "/live"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        List<String> ids = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                exchange(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            while (ids.size() < count) {
                String line = lines.readLine();
                if (line.startsWith("id: ")) {
                    ids.add(line.substring(4));
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What topic {@code courier.positions} has of a courier, in its order. */
    List<ConsumerRecord<String, byte[]>> recordsOf(String courierId) {
        return records(courierId::equals);
    }

    /** What topic {@code courier.positions} has of some couriers; of each in its order. */
    List<ConsumerRecord<String, byte[]>> records(Predicate<String> couriers) {
        return records("courier.positions", couriers);
    }

    List<ConsumerRecord<String, byte[]>> records(String topic, Predicate<String> couriers) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.endpoints().kafka());
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (couriers.test(record.key())) {
                        found.add(record);
                    }
                });
            }
            return found;
        }
    }

    /** The event ids that the lake has of a courier. */
    List<String> lakeRows(String courierId) throws IOException, SQLException {
        return lake("courier_positions/", "event_id", "courier_id = '" + courierId + "'");
    }

    /** Of all rows of a dataset. @param select, where in SQL, of {@code item} */
    List<String> lake(String prefix, String select, String where) throws IOException, SQLException {
        Path folder = Files.createDirectories(Path.of("target", "lake"));
        List<String> rows = new ArrayList<>();
        for (String key : lakeObjects(prefix)) {
            Path file = folder.resolve(key.replace('/', '_'));
            Files.write(file, object(key));
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                    ResultSet row = duckdb.createStatement()
                            .executeQuery("SELECT " + select + " FROM read_parquet('" + file
                                    + "', hive_partitioning = false) item WHERE " + where)) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
        }
        return rows;
    }

    private List<String> lakeObjects(String prefix) {
        String listed = new String(object("?list-type=2&prefix=" + prefix), StandardCharsets.UTF_8);
        Matcher keys = Pattern.compile("<Key>([^<]+\\.parquet)</Key>").matcher(listed);
        List<String> found = new ArrayList<>();
        while (keys.find()) {
            found.add(keys.group(1));
        }
        return found;
    }

    private byte[] object(String key) {
        Endpoints.S3 s3 = stack.endpoints().s3();
        String path = key.replace("=", "%3D").replace("+", "%2B");
        URI uri = URI.create(s3.endpoint() + "/" + s3.bucket() + (key.startsWith("?") ? key : "/" + path));
        return exchange(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        node.stop().toCompletableFuture().join();
    }
}
