package io.rastro.node.start;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.cassandra.KeyspaceAndTableStatements;
import akka.persistence.cassandra.PluginSettings;
import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.sinks.Ddl;
import java.util.List;
import java.util.stream.Stream;

/** The tables of Akka's journal and of its snapshots. */
final class JournalSchema {

    private static final String PLUGIN = "akka.persistence.cassandra";

    /** Tables of events by tag, which are off. */
    private static final String OF_TAGS = "tag_";

    private final SchemaSettings settings;
    private final List<String> statements;

    JournalSchema(ActorSystem<?> system, SchemaSettings settings) {
        this.settings = settings;
        KeyspaceAndTableStatements akka = new KeyspaceAndTableStatements(
                system,
                PLUGIN,
                new PluginSettings(
                        Adapter.toClassic(system), system.settings().config().getConfig(PLUGIN)));
        this.statements = Stream.concat(
                        akka.getCreateJournalTablesStatements().stream(),
                        Stream.of(akka.createSnapshotTablesStatements().head()))
                .filter(statement -> !TableShape.of(statement).table().startsWith(OF_TAGS))
                .toList();
    }

    /** Creates what is missing. Blocks. */
    void create(CqlSession session) {
        Ddl.execute(
                session,
                "CREATE KEYSPACE IF NOT EXISTS " + settings.journalKeyspace() + " WITH replication = "
                        + settings.replication());
        statements.forEach(statement -> Ddl.execute(session, statement));
        if (!session.checkSchemaAgreement()) {
            throw new IllegalStateException("the Cassandra nodes do not agree on the schema yet");
        }
    }

    /**
     * Returns when every table is there as the journal needs it. Blocks.
     *
     * @throws IllegalStateException while one is missing
     * @throws StartFailure when one is another
     */
    void require(CqlSession session) {
        for (String statement : statements) {
            TableShape wanted = TableShape.of(statement);
            TableShape found = wanted.found(session);
            String name = wanted.keyspace() + "." + wanted.table();
            if (!found.isThere()) {
                throw new IllegalStateException("there is no table " + name + " (`rastro schema` creates it)");
            }
            if (!wanted.isMetBy(found)) {
                throw StartFailure.failed("the table " + name + " is another one than the journal's: it has "
                        + found.columns() + " by " + found.key() + " instead of " + wanted.columns() + " by "
                        + wanted.key());
            }
        }
    }
}
