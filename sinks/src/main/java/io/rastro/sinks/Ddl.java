package io.rastro.sinks;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;

/** Changes of Cassandra's schema: they take longer than the driver waits for a read or a write (2 s). */
public final class Ddl {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Ddl() {}

    /** Blocks. */
    public static void execute(CqlSession session, String statement) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(TIMEOUT));
    }
}
