package io.rastro.devstack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Formats Kafka's directory once, which gives the cluster its id. */
record KafkaFormat(String java, Path tether, String classPath, Path properties, Path data, LogFile log)
        implements ChildSpec.Preparation {
    private static final int PATIENCE_SECONDS = 60;

    @Override
    public void run() throws IOException {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Process format = new ProcessBuilder(
                        java,
                        "-javaagent:" + tether,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        "kafka.tools.StorageTool",
                        "format",
                        "--ignore-formatted",
                        "--cluster-id=" + clusterId(),
                        "--config=" + properties)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
                .start();
        try {
            if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
                throw new DevStackException("Kafka's directory " + data + " could not be formatted: look into "
                        + log.path() + ", which ends with: " + LogFile.cause(log.tail(20)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while formatting " + data);
        } finally {
            format.destroyForcibly();
        }
    }

    /** Sixteen random bytes in URL-safe base64, as Kafka writes its ids. */
    private static String clusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
