package io.rastro.proving.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ceiling of every post: one row a statement into a table with the journal's schema, with nothing in front of it but
 * the driver. In a keyspace of its own, which is dropped afterwards.
 */
final class RawInserts {

    private static final String KEYSPACE = "rastro_bench";
    private static final int IN_FLIGHT = 512;
    private static final int ENTITIES = 5000;

    /** About what one journaled position takes. */
    private static final int EVENT_BYTES = 90;

    private RawInserts() {}

    static double perSecond(CqlSession session, Duration duration) {
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        try {
            session.execute("CREATE TABLE IF NOT EXISTS " + KEYSPACE + ".messages ("
                    + "persistence_id text, partition_nr bigint, sequence_nr bigint, timestamp timeuuid,"
                    + " timebucket text, writer_uuid text, ser_id int, ser_manifest text, event_ser_manifest text,"
                    + " event blob, meta_ser_id int, meta_ser_manifest text, meta blob, tags set<text>,"
                    + " PRIMARY KEY ((persistence_id, partition_nr), sequence_nr, timestamp))");
            return insert(session, duration);
        } finally {
            session.execute("DROP KEYSPACE " + KEYSPACE);
        }
    }

    private static double insert(CqlSession session, Duration duration) {
        PreparedStatement statement = session.prepare("INSERT INTO " + KEYSPACE + ".messages (persistence_id,"
                + " partition_nr, sequence_nr, timestamp, timebucket, writer_uuid, ser_id, ser_manifest,"
                + " event_ser_manifest, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        byte[] event = new byte[EVENT_BYTES];
        new SplittableRandom(1).nextBytes(event);
        Semaphore slots = new Semaphore(IN_FLIGHT);
        AtomicLong failures = new AtomicLong();
        // A third of the time warms up what the phases have left cold: this JVM's driver.
        long warmUntil = System.nanoTime() + duration.toNanos() / 3;
        long until = System.nanoTime() + duration.toNanos();
        long started = 0;
        long counted = 0;
        long sent = 0;
        while (System.nanoTime() < until) {
            slots.acquireUninterruptibly();
            if (started == 0 && System.nanoTime() >= warmUntil) {
                started = System.nanoTime();
            }
            counted += started == 0 ? 0 : 1;
            String entity = "courier~bench-" + sent % ENTITIES;
            session.executeAsync(statement.bind(
                            entity,
                            0L,
                            sent++ / ENTITIES + 1,
                            Uuids.timeBased(),
                            "0",
                            "writer",
                            1,
                            "positions-recorded.v1",
                            "",
                            ByteBuffer.wrap(event)))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            failures.incrementAndGet();
                        }
                        slots.release();
                    });
        }
        slots.acquireUninterruptibly(IN_FLIGHT);
        double seconds = (System.nanoTime() - started) / 1e9;
        return Math.max(0, counted - failures.get()) / seconds;
    }
}
