package io.rastro.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each server of the stack is run. RASTRO_SERVER_OPTS is added to the flags of all their JVMs. */
final class ServerSpecs {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    /** Nodes have eight seconds before this; all of it stays under fifteen. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /** Keeps the registry's transaction manager from opening a port of its own just to name its process. */
    private static final String UUID_PROCESS_ID = "com.arjuna.ats.internal.arjuna.utils.UuidProcessId";

    private final DataDir data;
    private final PortPlan ports;
    private final Path tether;
    private final String java;
    private final ServerHome home;

    ServerSpecs(DataDir data, PortPlan ports, Path tether, Jvm jvm, ServerHome home) {
        this.data = data;
        this.ports = ports;
        this.tether = tether;
        this.java = jvm.java().toString();
        this.home = home;
    }

    ChildSpec of(Server server) throws IOException {
        return switch (server) {
            case CASSANDRA -> cassandra();
            case KAFKA -> kafka();
            case S3 -> s3();
            case REGISTRY -> registry();
        };
    }

    private ChildSpec cassandra() throws IOException {
        Path dir = data.of(Server.CASSANDRA);
        Path yaml = Template.write(
                "cassandra.yaml",
                data.run(),
                Map.of("data", dir, "nativePort", ports.cassandra(), "storagePort", ports.cassandraStorage()));
        List<String> options = new ArrayList<>(Template.text("cassandra.jvmopts")
                .lines()
                .filter(line -> line.startsWith("-"))
                .toList());
        options.add("-Dcassandra.config=" + yaml.toUri());
        options.add("-Dcassandra.storagedir=" + dir);
        options.add("-Dcassandra.logdir=" + data.root().resolve("logs"));
        options.add("-Dcassandra-foreground=yes");
        options.add(logback());
        return spec(
                Server.CASSANDRA,
                options,
                classPath(Server.CASSANDRA, "org.apache.cassandra.service.CassandraDaemon"),
                ChildSpec.Preparation.NONE,
                BinaryProbe.cassandra(ports.cassandra()));
    }

    private ChildSpec kafka() throws IOException {
        Path dir = data.of(Server.KAFKA);
        Path properties = Template.write(
                "kafka.properties",
                data.run(),
                Map.of("data", dir, "brokerPort", ports.kafka(), "controllerPort", ports.kafkaController()));
        List<String> options = List.of(
                "-Xms128m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS");
        String classPath = home.classPath(Server.KAFKA);
        KafkaFormat format = new KafkaFormat(java, tether, classPath, properties, dir, data.log("kafka-format"));
        return spec(
                Server.KAFKA,
                options,
                List.of("-cp", classPath, "kafka.Kafka", properties.toString()),
                format,
                BinaryProbe.kafka(ports.kafka()));
    }

    private ChildSpec s3() throws IOException {
        Path properties = Template.write(
                "s3proxy.properties", data.run(), Map.of("data", data.of(Server.S3), "port", ports.s3()));
        List<String> options = List.of("-Xms32m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", logback());
        List<String> main = new ArrayList<>(classPath(Server.S3, "org.gaul.s3proxy.Main"));
        main.addAll(List.of("--properties", properties.toString()));
        return spec(Server.S3, options, main, new HalfUploads(data.of(Server.S3)), Probe.http(Bucket.endpoint(ports)));
    }

    /** The plain application keeps its schemas in H2, by default in memory; a file makes the ids last. */
    private ChildSpec registry() {
        Path database = data.of(Server.REGISTRY).resolve("registry");
        List<String> options = List.of(
                "-Xms48m",
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-DCoreEnvironmentBean.processImplementationClassName=" + UUID_PROCESS_ID,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + ports.registry(),
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0",
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.datasource.jdbc.max-size=8");
        return spec(
                Server.REGISTRY,
                options,
                List.of("-jar", home.runner(Server.REGISTRY).toString()),
                ChildSpec.Preparation.NONE,
                Probe.http(SchemaRegistry.root(ports).resolve("/health/ready")));
    }

    private String logback() throws IOException {
        return "-Dlogback.configurationFile=" + Template.write("logback-server.xml", data.run(), Map.of());
    }

    private List<String> classPath(Server server, String main) {
        return List.of("-cp", home.classPath(server), main);
    }

    private ChildSpec spec(
            Server server, List<String> options, List<String> main, ChildSpec.Preparation before, Probe ready) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(options);
        String more = System.getenv("RASTRO_SERVER_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(main);
        return new ChildSpec(
                server.id(),
                server.title(),
                server == Server.CASSANDRA ? TimerSlack.launcher() : List.of(),
                command,
                Map.of(),
                data.run(),
                tether,
                data.log(server.id()),
                before,
                ready,
                READY_WITHIN,
                STOP_WITHIN,
                Child.FIRST_DELAY);
    }
}
