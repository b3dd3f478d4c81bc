package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;

/**
 * Reads all rows of {@code rastro.courier_positions}, anew each time: they lie by courier and by the time of the fix, so
 * that any of them may hold what was received in a range.
 */
final class TableScan {

    private static final int PAGE_SIZE = 5000;

    private TableScan() {}

    static Census read(CqlSession session, Scope scope) {
        Census census = new Census(scope::itemCount);
        SimpleStatement all = SimpleStatement.newInstance("SELECT event_id, received_at FROM rastro.courier_positions")
                .setPageSize(PAGE_SIZE);
        for (Row row : session.execute(all)) {
            Instant receivedAt = row.getInstant(1);
            EventNames.count(
                    row.getString(0), receivedAt == null ? Scope.UNKNOWN : receivedAt.toEpochMilli(), scope, census);
        }
        return census;
    }
}
