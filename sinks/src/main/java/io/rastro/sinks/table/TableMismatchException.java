package io.rastro.sinks.table;

/** The tables that are there are not those that this version writes; the message is meant for the operator. */
public final class TableMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TableMismatchException(String keyspace, Throwable cause) {
        super(
                "the tables in keyspace " + keyspace + " are those of another version of Rastro (" + cause.getMessage()
                        + "): begin with an empty data directory or another keyspace",
                cause);
    }
}
