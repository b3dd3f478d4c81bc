package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** Reads the names of all rows of {@code rastro.courier_positions}, anew each time. */
final class TableScan {

    private static final int PAGE_SIZE = 5000;

    private TableScan() {}

    static Census read(CqlSession session, Census.KnownEvents known) {
        Census census = new Census(known);
        SimpleStatement all = SimpleStatement.newInstance("SELECT event_id FROM rastro.courier_positions")
                .setPageSize(PAGE_SIZE);
        for (Row row : session.execute(all)) {
            String id = row.getString(0);
            if (id != null) {
                EventNames.count(id, census);
            }
        }
        return census;
    }
}
