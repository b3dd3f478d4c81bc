package io.rastro.cli;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.devstack.Endpoints;
import io.rastro.proving.verify.CassandraSession;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.letters.LetterMarks;
import io.rastro.sinks.letters.LetterReader;
import io.rastro.sinks.letters.PutBack;
import java.time.Duration;

/** Where a running system keeps its dead letters, and what was put back. */
final class LetterStores implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String KEYSPACE = "rastro";

    private final KafkaSettings kafka;
    private final SchemaRegistry registry;
    private final CqlSession session;
    private final LetterReader reader;

    private LetterStores(KafkaSettings kafka, SchemaRegistry registry, CqlSession session, LetterReader reader) {
        this.kafka = kafka;
        this.registry = registry;
        this.session = session;
        this.reader = reader;
    }

    static LetterStores open(Endpoints endpoints) {
        String bootstrap = endpoints.kafka();
        String registryUrl = endpoints.registry();
        Endpoints.Cassandra cassandra = endpoints.cassandra();
        if (bootstrap == null || registryUrl == null || cassandra == null) {
            throw new CommandFailedException("this system has no Kafka, no schema registry or no Cassandra of its own");
        }
        KafkaSettings kafka = new KafkaSettings(bootstrap, registryUrl, PATIENCE, TopicNames.USUAL, 12, 1, 1);
        SchemaRegistry registry = new SchemaRegistry(kafka);
        LetterReader reader = new LetterReader(kafka, registry);
        try {
            return new LetterStores(kafka, registry, CassandraSession.open(cassandra), reader);
        } catch (AllNodesFailedException e) {
            reader.close();
            throw new CommandFailedException(
                    "Cassandra at " + cassandra.contactPoint() + ", which knows what was put back, cannot be reached");
        }
    }

    LetterReader reader() {
        return reader;
    }

    LetterMarks marks() {
        return LetterMarks.open(session, KEYSPACE, kafka.topics().deadLetters());
    }

    PutBack putBack() {
        return new PutBack(kafka, registry);
    }

    SchemaRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        reader.close();
        session.close();
    }
}
