package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.JournalSerializer;
import io.rastro.sinks.pix.PixTable;
import io.rastro.sinks.table.PositionTable;
import io.rastro.sinks.table.TableSettings;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Journal and query tables as the nodes have them, empty at first. */
final class StoredEvents {

    private static final JournalSerializer SERIALIZER = new JournalSerializer();

    private final CqlSession session;
    private final PixTable pix;

    private StoredEvents(CqlSession session, PixTable pix) {
        this.session = session;
        this.pix = pix;
    }

    static StoredEvents empty(CqlSession session) {
        session.execute("CREATE KEYSPACE IF NOT EXISTS rastro_journal WITH replication = {'class': 'SimpleStrategy',"
                + " 'replication_factor': 1}");
        session.execute("CREATE TABLE IF NOT EXISTS rastro_journal.messages (persistence_id text, partition_nr bigint,"
                + " sequence_nr bigint, timestamp timeuuid, writer_uuid text, ser_manifest text, event blob,"
                + " PRIMARY KEY ((persistence_id, partition_nr), sequence_nr, timestamp))");
        TableSettings settings =
                TableSettings.from(ConfigFactory.defaultReference().getConfig("rastro.sinks.table"));
        PositionTable.open(session, settings);
        PixTable pix = PixTable.open(session, settings);
        session.execute("TRUNCATE rastro_journal.messages");
        session.execute("TRUNCATE rastro.courier_positions");
        session.execute("TRUNCATE rastro.pix_events");
        return new StoredEvents(session, pix);
    }

    PixTable pix() {
        return pix;
    }

    void journal(String id, long seqNr, String writer, UUID time, JournalEvent event) {
        session.execute(
                "INSERT INTO rastro_journal.messages (persistence_id, partition_nr, sequence_nr, timestamp, writer_uuid,"
                        + " ser_manifest, event) VALUES (?, 0, ?, ?, ?, ?, ?)",
                id,
                seqNr,
                time,
                writer,
                SERIALIZER.manifest(event),
                ByteBuffer.wrap(SERIALIZER.toBinary(event)));
    }
}
