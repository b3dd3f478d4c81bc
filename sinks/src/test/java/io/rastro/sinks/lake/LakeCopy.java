package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import io.rastro.sinks.SinksStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What the lake holds of one dataset, by the objects' names.
 *
 * @param time the column by which rows lie
 */
record LakeCopy(String time, Map<String, byte[]> objects) {

    record Count(long rows, long eventIds, long hours, long objects) {}

    /** The names alone. What an upload that broke has left beside an object is none. */
    static Set<String> names(SinksStack stack) throws Exception {
        return names(stack, Datasets.positions(stack.settings.kafka().topics()));
    }

    private static Set<String> names(SinksStack stack, Dataset<?> dataset) throws Exception {
        return Set.copyOf(get(S3.listBucket(stack.settings.lake().bucket(), Optional.of(dataset.prefix()))
                .map(object -> object.getKey())
                .filter(name -> name.endsWith(".parquet"))
                .runWith(Sink.seq(), stack.system)));
    }

    static LakeCopy of(SinksStack stack) throws Exception {
        return of(stack, name -> true);
    }

    static LakeCopy of(SinksStack stack, Predicate<String> which) throws Exception {
        return of(stack, Datasets.positions(stack.settings.kafka().topics()), "fixed_at", which);
    }

    static LakeCopy of(SinksStack stack, Dataset<?> dataset, String time, Predicate<String> which) throws Exception {
        Map<String, byte[]> objects = new TreeMap<>();
        for (String name : names(stack, dataset)) {
            if (which.test(name)) {
                objects.put(
                        name,
                        get(S3.getObject(stack.settings.lake().bucket(), name)
                                        .runWith(
                                                Sink.fold(ByteString.emptyByteString(), ByteString::concat),
                                                stack.system))
                                .toArray());
            }
        }
        return new LakeCopy(time, objects);
    }

    /** Lets DuckDB count; each row must be in the hour of its time. @param dir for the files */
    Count count(Path dir) throws Exception {
        List<List<Object>> counted = query(
                dir,
                "SELECT count(*), count(DISTINCT event_id), count(DISTINCT (dt, hour))," + " count(*) FILTER (hour("
                        + time + " AT TIME ZONE 'UTC') <> hour::int) FROM lake");
        if (counted.isEmpty()) {
            return new Count(0, 0, 0, 0);
        }
        List<Object> row = counted.get(0);
        assertThat(row.get(3)).isEqualTo(0L);
        return new Count((long) row.get(0), (long) row.get(1), (long) row.get(2), objects.size());
    }

    /** What DuckDB reads; nothing when there is no object. @param sql of table {@code lake} */
    List<List<Object>> query(Path dir, String sql) throws Exception {
        List<List<Object>> read = new ArrayList<>();
        if (objects.isEmpty()) {
            return read;
        }
        Path copy = Files.createTempDirectory(dir, "lake");
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Path file = copy.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE VIEW lake AS SELECT * FROM read_parquet('" + copy
                    + "/**/*.parquet', hive_partitioning = true)");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.add(rows.getObject(i));
                    }
                    read.add(row);
                }
            }
        }
        return read;
    }

    private static <T> T get(CompletionStage<T> asked) throws Exception {
        return asked.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
