package io.rastro.proving.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong with a running system, and for how long it does. */
public enum Fault {
    NODE_KILL("kill -9 of an ingest node"),
    NODE_PAUSE("SIGSTOP of an ingest node, for longer than the failure detector's patience", 12, 16),
    KAFKA_KILL("kill -9 of Kafka"),
    KAFKA_PAUSE("SIGSTOP of Kafka", 5, 20),
    KAFKA_SLOW("Kafka gets a quarter of the time, in pieces", 5, 12),
    PRODUCER_FULL("SIGSTOP of Kafka until the producer's queue has refused events", 4, 30),
    CASSANDRA_KILL("kill -9 of Cassandra"),
    CASSANDRA_PAUSE("SIGSTOP of Cassandra, also for longer than a write waits", 3, 12),
    CASSANDRA_SLOW("Cassandra gets a quarter of the time, in pieces", 5, 12),
    REGISTRY_KILL("kill -9 of the schema registry"),
    REGISTRY_PAUSE("SIGSTOP of the schema registry", 5, 10),
    S3_KILL("kill -9 of the S3 endpoint"),
    S3_PAUSE("SIGSTOP of the S3 endpoint", 5, 15),
    S3_SLOW("half a second before each request to S3, and 64 KiB/s", 5, 12),
    S3_429("S3 answers 429", 4, 12),
    S3_500("S3 answers 500", 4, 12),
    S3_503("S3 answers 503", 4, 12),
    S3_RESET("S3 resets connections", 4, 12),
    S3_HANG("S3 does not go on", 4, 12),
    S3_DISK_FULL("the disk of the S3 endpoint is full", 5, 12),
    RETRY_STORM("each request is sent four times at once", 5, 12),
    WRONG_CLOCKS("a quarter of the devices is hours late or early", 5, 12);

    private final String description;
    private final int shortestSeconds;
    private final int longestSeconds;

    Fault(String description) {
        this(description, 0, 0);
    }

    Fault(String description, int shortestSeconds, int longestSeconds) {
        this.description = description;
        this.shortestSeconds = shortestSeconds;
        this.longestSeconds = longestSeconds;
    }

    /** As it is called on the command line, such as {@code node-kill}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String description() {
        return description;
    }

    int shortestSeconds() {
        return shortestSeconds;
    }

    int longestSeconds() {
        return longestSeconds;
    }

    /**
     * @param text an {@link #id()}, or what several of them begin with, such as {@code s3}
     * @throws IllegalArgumentException when there is none
     */
    public static Set<Fault> named(String text) {
        Set<Fault> named = EnumSet.noneOf(Fault.class);
        for (Fault fault : values()) {
            if (fault.id().equals(text) || fault.id().startsWith(text + "-")) {
                named.add(fault);
            }
        }
        if (named.isEmpty()) {
            throw new IllegalArgumentException("there is no fault " + text + "; there are "
                    + Arrays.stream(values()).map(Fault::id).collect(Collectors.joining(", ")));
        }
        return named;
    }
}
