package io.rastro.parcel;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.table.Runs;
import io.rastro.sinks.table.TableSettings;
import io.rastro.sinks.table.WriteTogether;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Table {@code parcel_scans}: a row a scan, its journal event in the key, so that writing one again changes nothing. */
final class ParcelTable {

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insert;

    private ParcelTable(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.insert = session.prepare("INSERT INTO " + settings.keyspace()
                + ".parcel_scans (parcel_id, scanned_at, seq, item_index, event_id, place) VALUES (?, ?, ?, ?, ?, ?)");
    }

    static ParcelTable open(CqlSession session, TableSettings settings) {
        Ddl.execute(
                session,
                "CREATE TABLE IF NOT EXISTS " + settings.keyspace() + ".parcel_scans (parcel_id text,"
                        + " scanned_at timestamp, seq bigint, item_index int, event_id text, place text,"
                        + " PRIMARY KEY ((parcel_id), scanned_at, seq, item_index))");
        return new ParcelTable(session, settings);
    }

    CompletionStage<Void> insert(List<TracedScan> ofOneParcel) {
        return Bounded.each(
                Runs.ofWeight(ofOneParcel, scan -> 1, settings.batchRows()),
                1,
                scans -> WriteTogether.rows(
                        session, settings, scans.stream().map(this::bind).toList()));
    }

    private BoundStatement bind(TracedScan traced) {
        return insert.bind(
                traced.parcelId(),
                Instant.ofEpochMilli(traced.scan().scannedAtMillis()),
                traced.seqNr(),
                traced.index(),
                traced.eventId().toString(),
                traced.scan().place());
    }
}
