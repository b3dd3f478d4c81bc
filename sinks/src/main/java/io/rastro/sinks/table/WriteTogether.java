package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rows of one partition as one statement, which costs the server one mutation. To write them again must change nothing. */
public final class WriteTogether {

    private WriteTogether() {}

    /** @param rows at least one */
    public static CompletionStage<AsyncResultSet> rows(
            CqlSession session, TableSettings settings, List<BoundStatement> rows) {
        return rows.size() == 1
                ? session.executeAsync(safe(rows.get(0), settings))
                : session.executeAsync(
                        safe(BatchStatement.newInstance(BatchType.UNLOGGED).addAll(rows), settings));
    }

    private static <S extends Statement<S>> S safe(S statement, TableSettings settings) {
        return statement.setConsistencyLevel(settings.consistency()).setIdempotent(true);
    }
}
