package io.rastro.sinks;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;

/** Changes of Cassandra's schema: they take longer than the driver waits for a read or a write (2 s). */
public final class Ddl {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Ddl() {}

    /** Unless it is there. Blocks. @param replication in CQL */
    public static void createKeyspace(CqlSession session, String keyspace, String replication) {
        execute(session, "CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = " + replication);
    }

    /** Blocks. */
    public static void execute(CqlSession session, String statement) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(TIMEOUT));
    }
}
