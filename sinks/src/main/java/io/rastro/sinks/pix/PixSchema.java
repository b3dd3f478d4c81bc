package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.table.TableMismatchException;
import io.rastro.sinks.table.TableSettings;
import java.util.List;
import java.util.Set;

/**
 * The tables of Pix accounts. What was not told is never written, so that a row holds no tombstones.
 *
 * <ul>
 *   <li>{@code pix_events}: the history, a row an item. A partition is an account, kind and hour (and so month) of
 *       {@link PixHours#listedAt}: an account with 1,000 items a second, the most that one is to bear, fills one with 3.6
 *       million rows or about 1 GB, where a month would have a thousand times as many. {@code pix_hours} has a row for each hour
 *       that has something, written before the first row of it, so that a history asks for no others. They do not expire,
 *       since a row may be written long after that of its hour.
 *   <li>{@code pix_payments}: all that was told of a payment, the newest first, violations after everything else: of those, of
 *       which there may be any number, only the newest need to be read.
 *   <li>{@code pix_returns}: the payments of which an rtrId was told. One, but where a return waited for a payment in vain.
 *   <li>{@code pix_progress}: see {@link PixProgress}.
 * </ul>
 */
final class PixSchema {

    static final String EVENTS = ".pix_events";
    static final String HOURS = ".pix_hours";
    static final String PAYMENTS = ".pix_payments";
    static final String RETURNS = ".pix_returns";
    static final String PROGRESS = ".pix_progress";

    /** Of an item, in both tables that hold items. */
    private static final String ITEM = "account_id text, seq bigint, item_index int, received_at timestamp, kind text,"
            + " end_to_end_id text, rtr_id text, devolucao_id text, centavos bigint, occurred_at timestamp,"
            + " requested_at timestamp, txid text, chave text, chave_masked text, counterparty text,"
            + " counterparty_masked text, status text, natureza text, flags frozen<set<text>>, verdict text, rule text,"
            + " joined frozen<list<text>>, refused frozen<list<frozen<tuple<text, text>>>>, last_of_kind boolean, ";

    private PixSchema() {}

    static void create(CqlSession session, TableSettings settings) {
        Ddl.createKeyspace(session, settings.keyspace(), settings.replication());
        statements(settings).forEach(statement -> Ddl.execute(session, statement));
        if (!session.checkSchemaAgreement()) {
            throw new IllegalStateException("the Cassandra nodes do not agree on the schema: try again");
        }
    }

    /** Whether a table is there without a column that this version writes. */
    static boolean isOfAnotherVersion(CqlSession session, TableSettings settings) {
        Set<String> columns = Set.of(PixRows.COLUMNS.split(", "));
        return TableMismatchException.lacks(session, settings.keyspace(), EVENTS.substring(1), columns)
                || TableMismatchException.lacks(session, settings.keyspace(), PAYMENTS.substring(1), columns);
    }

    private static List<String> statements(TableSettings settings) {
        String create = "CREATE TABLE IF NOT EXISTS " + settings.keyspace();
        String options = " AND compaction = " + settings.compaction()
                // nothing is ever deleted, only expires
                + " AND gc_grace_seconds = 86400";
        String expires = " AND default_time_to_live = " + settings.timeToLive().toSeconds();
        return List.of(
                create + EVENTS + " (" + ITEM + "month text, hour timestamp, at timestamp, event_id text,"
                        + " PRIMARY KEY ((account_id, month, kind, hour), at, seq, item_index))"
                        + " WITH comment = 'what happened on Pix accounts, a row an item'" + options + expires,
                create + HOURS + " (account_id text, kind text, hour timestamp, PRIMARY KEY ((account_id, kind), hour))"
                        + " WITH comment = 'hours of which pix_events has something'",
                // An account's memory for ever, and no history: it does not expire.
                create + PAYMENTS + " (" + ITEM + "violation boolean,"
                        + " PRIMARY KEY ((account_id, end_to_end_id), violation, seq, item_index))"
                        + " WITH CLUSTERING ORDER BY (violation ASC, seq DESC, item_index DESC)"
                        + " AND comment = 'what was told of Pix payments, a row an item'" + options,
                create + RETURNS + " (account_id text, rtr_id text, end_to_end_id text,"
                        + " PRIMARY KEY ((account_id, rtr_id), end_to_end_id))"
                        + " WITH comment = 'the payments of Pix returns'" + options,
                create + PROGRESS + " (account_id text, kind text, seq bigint, PRIMARY KEY (account_id, kind))"
                        + " WITH comment = 'up to where the journal of a Pix account is in the tables;"
                        + " empty it with TRUNCATE only'");
    }
}
