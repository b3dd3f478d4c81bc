package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.sinks.Ddl;
import java.util.List;
import java.util.Set;

/**
 * The query tables. What a device did not know is never written, so that a row holds no tombstones; {@code late} is
 * written only when it is true. What a device says beside the place is one cell: the cells are what a row costs.
 * {@code courier_days} has a row for each day on which a courier has positions (of the fixes' own time), written before
 * the first of them: a history over years asks only for days that have something. {@code courier_cells} has a row for each
 * {@link CellSlot} in which a courier was, written before the first position of it: who was somewhere is looked for among them.
 */
final class TableSchema {

    private TableSchema() {}

    static void create(CqlSession session, TableSettings settings) {
        Ddl.createKeyspace(session, settings.keyspace(), settings.replication());
        statements(settings).forEach(statement -> Ddl.execute(session, statement));
        if (!session.checkSchemaAgreement()) {
            throw new IllegalStateException("the Cassandra nodes do not agree on the schema: try again");
        }
    }

    static boolean isOfAnotherVersion(CqlSession session, TableSettings settings) {
        return TableMismatchException.lacks(session, settings.keyspace(), "courier_positions", Set.of("reading"));
    }

    private static List<String> statements(TableSettings settings) {
        String keyspace = settings.keyspace();
        return List.of(
                "CREATE TYPE IF NOT EXISTS " + keyspace + '.' + DeviceReading.TYPE + " (" + DeviceReading.FIELDS + ")",
                "CREATE TABLE IF NOT EXISTS " + keyspace + ".courier_positions ("
                        + "courier_id text, day date, fixed_at timestamp, event_id text,"
                        + " received_at timestamp, lat double, lon double, reading frozen<" + DeviceReading.TYPE + ">,"
                        + " order_id text, attributes frozen<map<text, text>>, late boolean,"
                        + " PRIMARY KEY ((courier_id, day), fixed_at, event_id))"
                        + " WITH CLUSTERING ORDER BY (fixed_at ASC, event_id ASC)"
                        + " AND compaction = " + settings.compaction()
                        + " AND compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}"
                        // nothing is ever deleted, only expires
                        + " AND gc_grace_seconds = 86400"
                        + " AND default_time_to_live = "
                        + settings.timeToLive().toSeconds()
                        + " AND comment = 'where couriers were, a row a position'",
                "CREATE TABLE IF NOT EXISTS " + keyspace + ".courier_days (courier_id text, day date,"
                        + " PRIMARY KEY (courier_id, day)) WITH comment = 'days on which a courier has positions'",
                "CREATE TABLE IF NOT EXISTS " + keyspace + ".courier_cells ("
                        + "cell bigint, slot int, courier_id text,"
                        + " PRIMARY KEY ((cell, slot), courier_id))"
                        + " WITH compaction = " + settings.compaction()
                        + " AND gc_grace_seconds = 86400"
                        + " AND default_time_to_live = "
                        + settings.timeToLive().toSeconds()
                        + " AND comment = 'couriers by S2 cell of level 10 and ten minutes'");
    }
}
