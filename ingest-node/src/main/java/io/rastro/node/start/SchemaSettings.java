package io.rastro.node.start;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;

/**
 * {@code rastro.cassandra}, as far as it says what Cassandra has to hold.
 *
 * @param journalKeyspace of the journal and the snapshots
 * @param createJournal nodes create it by themselves
 * @param replication of every keyspace, in CQL
 */
record SchemaSettings(String journalKeyspace, boolean createJournal, Replication replication) {

    static SchemaSettings from(Config root) {
        Config cassandra = root.getConfig("rastro.cassandra");
        return new SchemaSettings(
                Settings.textOf(cassandra, "journal-keyspace"),
                cassandra.getBoolean("create-journal"),
                Replication.parse("rastro.cassandra.replication", Settings.textOf(cassandra, "replication")));
    }
}
