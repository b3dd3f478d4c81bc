package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;
import java.util.Set;

/** The tables that are there are not those that this version writes; the message is meant for the operator. */
public final class TableMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TableMismatchException(String keyspace, Throwable cause) {
        super(
                "the tables in keyspace " + keyspace + " are those of another version of Rastro (" + cause.getMessage()
                        + "): begin with an empty data directory or another keyspace",
                cause);
    }

    /** Whether a table is there without a column that this version writes. Blocks. */
    public static boolean lacks(CqlSession session, String keyspace, String table, Set<String> columns) {
        List<String> there = session.execute(
                        "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?",
                        keyspace,
                        table)
                .map(row -> row.getString(0))
                .all();
        return !there.isEmpty() && !there.containsAll(columns);
    }
}
