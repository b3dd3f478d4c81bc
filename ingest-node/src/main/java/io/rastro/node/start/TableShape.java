package io.rastro.node.start;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of a table and what its rows are found by.
 *
 * @param columns type by name
 * @param key the primary key's columns: the partition's, then the clustering ones
 */
record TableShape(String keyspace, String table, Map<String, String> columns, List<String> key) {

    private static final Pattern CREATE = Pattern.compile(
            "CREATE TABLE IF NOT EXISTS (\\w+)\\.(\\w+)\\s*\\((.*?)\\)\\s*(?:WITH .*)?", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("PRIMARY KEY\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(\\w+)\\s+([\\w<>, ]+?)(\\s+PRIMARY KEY)?");
    private static final Pattern BETWEEN_COLUMNS = Pattern.compile(",(?![^<(]*[>)])");

    /** What a {@code CREATE TABLE} statement of Akka's journal creates. */
    static TableShape of(String createTable) {
        Matcher statement = CREATE.matcher(createTable.strip());
        if (!statement.matches()) {
            throw new IllegalArgumentException("not a statement that creates a table: " + createTable);
        }
        String body = statement.group(3);
        List<String> key = new ArrayList<>();
        Matcher ownClause = KEY.matcher(body);
        if (ownClause.find()) {
            for (String name : ownClause.group(1).replaceAll("[()\\s]", "").split(",")) {
                key.add(name);
            }
            body = body.substring(0, ownClause.start());
        }
        Map<String, String> columns = new TreeMap<>();
        for (String text : BETWEEN_COLUMNS.split(body)) {
            Matcher column = COLUMN.matcher(text.strip());
            if (column.matches()) {
                columns.put(column.group(1), normal(column.group(2)));
                if (column.group(3) != null) {
                    key.add(column.group(1));
                }
            }
        }
        return new TableShape(statement.group(1), statement.group(2), columns, key);
    }

    /** As Cassandra has it; no columns: there is no such table. Blocks. */
    TableShape found(CqlSession session) {
        Map<String, String> types = new TreeMap<>();
        Map<Integer, String> ofKey = new TreeMap<>();
        for (Row row : session.execute(
                "SELECT column_name, type, kind, position FROM system_schema.columns"
                        + " WHERE keyspace_name = ? AND table_name = ?",
                keyspace,
                table)) {
            String name = String.valueOf(row.getString("column_name"));
            types.put(name, normal(String.valueOf(row.getString("type"))));
            switch (String.valueOf(row.getString("kind"))) {
                case "partition_key" -> ofKey.put(row.getInt("position"), name);
                case "clustering" -> ofKey.put(1_000 + row.getInt("position"), name);
                default -> {}
            }
        }
        return new TableShape(keyspace, table, types, List.copyOf(ofKey.values()));
    }

    boolean isThere() {
        return !columns.isEmpty();
    }

    /** Whether the other one can be used as this one; columns beyond ours do no harm. */
    boolean isMetBy(TableShape other) {
        return other.key.equals(key) && other.columns.entrySet().containsAll(columns.entrySet());
    }

    private static String normal(String type) {
        return type.toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
