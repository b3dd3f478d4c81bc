package io.rastro.cli;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.devstack.Endpoints;
import io.rastro.proving.verify.CassandraSession;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.letters.LetterMarks;
import io.rastro.sinks.letters.LetterReader;
import io.rastro.sinks.letters.PutBack;

/** Where a running system keeps its dead letters, and what was put back. */
final class LetterStores implements AutoCloseable {

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
        KafkaSettings kafka = DevKafka.settings(endpoints);
        Endpoints.Cassandra cassandra = endpoints.cassandra();
        if (cassandra == null) {
            throw new CommandFailedException("this system has no Cassandra of its own");
        }
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
