package io.rastro.node.start;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many copies a keyspace has, and where.
 *
 * @param options as Cassandra lists them, the class by its simple name
 */
record Replication(Map<String, String> options) {

    private static final String CLASS = "class";
    private static final String FACTOR = "replication_factor";
    private static final Pattern WHOLE = Pattern.compile("\\{\\s*'[^']+'\\s*:[^{}]+}");
    private static final Pattern PAIR = Pattern.compile("'([^']+)'\\s*:\\s*'?([^',}\\s]+)'?");

    Replication {
        options = new TreeMap<>(options);
        options.computeIfPresent(CLASS, (key, name) -> name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * @param key the setting that the text is from
     * @param cql such as {@code {'class': 'NetworkTopologyStrategy', 'dc1': 3}}
     */
    static Replication parse(String key, String cql) {
        Map<String, String> options = new TreeMap<>();
        Matcher pairs = PAIR.matcher(cql);
        while (pairs.find()) {
            options.put(pairs.group(1), pairs.group(2));
        }
        if (!WHOLE.matcher(cql.strip()).matches() || !options.containsKey(CLASS) || options.size() < 2) {
            throw new IllegalArgumentException(
                    "setting " + key + " must be a map of CQL such as {'class': 'NetworkTopologyStrategy', 'dc1': 3}");
        }
        return new Replication(options);
    }

    /** Whether a keyspace that has the other one is as this one wants it. */
    boolean isMetBy(Replication found) {
        String everywhere = options.get(FACTOR);
        if (everywhere == null || found.options.containsKey(FACTOR)) {
            return options.equals(found.options);
        }
        // NetworkTopologyStrategy with replication_factor: Cassandra writes down each data centre instead.
        return found.options.entrySet().stream()
                .allMatch(option ->
                        option.getValue().equals(option.getKey().equals(CLASS) ? options.get(CLASS) : everywhere));
    }

    /** In CQL. */
    @Override
    public String toString() {
        StringBuilder cql = new StringBuilder("{");
        options.forEach((key, value) -> cql.append(cql.length() > 1 ? ", '" : "'")
                .append(key)
                .append("': '")
                .append(value)
                .append('\''));
        return cql.append('}').toString();
    }
}
