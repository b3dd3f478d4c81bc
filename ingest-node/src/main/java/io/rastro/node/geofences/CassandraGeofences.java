package io.rastro.node.geofences;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.sharding.geofence.GeofenceStore;
import io.rastro.sinks.Ddl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code geofences}, a row each. Written by lightweight transactions only: the last one that was answered is the one
 * that counts, whatever the clocks of the nodes say.
 */
public final class CassandraGeofences implements GeofenceStore {

    /** So often others may write the same geofence in between. */
    private static final int ATTEMPTS = 10;

    private final CqlSession session;
    private final PreparedStatement versions;
    private final PreparedStatement read;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement delete;

    private CassandraGeofences(CqlSession session, String keyspace) {
        this.session = session;
        String table = keyspace + ".geofences";
        this.versions = session.prepare("SELECT id, version FROM " + table);
        this.read = session.prepare("SELECT version, feature FROM " + table + " WHERE id = ?");
        this.insert =
                session.prepare("INSERT INTO " + table + " (id, version, feature) VALUES (?, ?, ?) IF NOT EXISTS");
        this.update = session.prepare("UPDATE " + table + " SET version = ?, feature = ? WHERE id = ? IF version = ?");
        this.delete = session.prepare("DELETE FROM " + table + " WHERE id = ? IF EXISTS");
    }

    /**
     * Blocks.
     *
     * @param create whether to create the table when it is missing; the keyspace is there
     */
    public static CassandraGeofences open(CqlSession session, String keyspace, boolean create) {
        if (create) {
            Ddl.execute(
                    session,
                    "CREATE TABLE IF NOT EXISTS " + keyspace
                            + ".geofences (id text PRIMARY KEY, version uuid, feature text)"
                            + " WITH gc_grace_seconds = 86400" // those of orders are deleted all the time, and every
                            // node reads over them
                            + " AND comment = 'geofences, a GeoJSON feature each'");
        }
        return new CassandraGeofences(session, keyspace);
    }

    @Override
    public CompletionStage<Map<String, UUID>> versions() {
        return execute(versions.bind()).thenCompose(page -> collect(page, new HashMap<>()));
    }

    private static CompletionStage<Map<String, UUID>> collect(AsyncResultSet page, Map<String, UUID> into) {
        page.currentPage().forEach(row -> into.put(row.getString(0), row.getUuid(1)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> collect(next, into))
                : CompletableFuture.completedStage(into);
    }

    @Override
    public CompletionStage<Optional<Stored>> read(String id) {
        return execute(read.bind(id))
                .thenApply(rows ->
                        Optional.ofNullable(rows.one()).map(row -> new Stored(row.getUuid(0), row.getString(1))));
    }

    @Override
    public CompletionStage<Boolean> write(String id, String json) {
        return write(id, json, ATTEMPTS);
    }

    private CompletionStage<Boolean> write(String id, String json, int attempts) {
        if (attempts == 0) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("others write the same geofence all the time"));
        }
        return serial(read.bind(id)).thenCompose(rows -> {
            UUID before = version(rows.one());
            BoundStatement write = before == null
                    ? insert.bind(id, UUID.randomUUID(), json)
                    : update.bind(UUID.randomUUID(), json, id, before);
            return conditional(write)
                    .thenCompose(done -> done.wasApplied()
                            ? CompletableFuture.completedStage(before == null)
                            : write(id, json, attempts - 1));
        });
    }

    private static @Nullable UUID version(@Nullable Row row) {
        return row == null ? null : row.getUuid(0);
    }

    @Override
    public CompletionStage<Boolean> delete(String id) {
        return conditional(delete.bind(id)).thenApply(AsyncResultSet::wasApplied);
    }

    private CompletionStage<AsyncResultSet> execute(BoundStatement statement) {
        return session.executeAsync(statement.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM));
    }

    /** Also sees a write that is not finished yet. */
    private CompletionStage<AsyncResultSet> serial(BoundStatement statement) {
        return session.executeAsync(statement.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL));
    }

    private CompletionStage<AsyncResultSet> conditional(BoundStatement statement) {
        return session.executeAsync(statement
                .setSerialConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)
                .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM));
    }
}
