package io.rastro.devstack;

import java.util.Locale;

/** The servers of the stack. */
public enum Server {
    CASSANDRA("Cassandra"),
    KAFKA("Kafka"),
    S3("S3"),
    REGISTRY("schema registry");

    private final String title;

    Server(String title) {
        this.title = title;
    }

    /** The name of its process, of its directory under the data directory, and of its log. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
