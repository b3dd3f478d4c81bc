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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the lake holds of a stack's topic, by the objects' names. */
record LakeCopy(Map<String, byte[]> objects) {

    record Count(long rows, long eventIds, long hours, long objects) {}

    /** The names alone. What an upload that broke has left beside an object is none. */
    static Set<String> names(SinksStack stack) throws Exception {
        String prefix = stack.topic().replace('.', '_') + "/";
        return Set.copyOf(get(S3.listBucket(stack.settings.lake().bucket(), Optional.of(prefix))
                .map(object -> object.getKey())
                .filter(name -> name.endsWith(".parquet"))
                .runWith(Sink.seq(), stack.system)));
    }

    static LakeCopy of(SinksStack stack) throws Exception {
        return of(stack, name -> true);
    }

    static LakeCopy of(SinksStack stack, Predicate<String> which) throws Exception {
        Map<String, byte[]> objects = new TreeMap<>();
        for (String name : names(stack)) {
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
        return new LakeCopy(objects);
    }

    /** Lets DuckDB count; each row must be in the hour of its fix. @param dir for the files */
    Count count(Path dir) throws Exception {
        if (objects.isEmpty()) {
            return new Count(0, 0, 0, 0);
        }
        Path copy = Files.createTempDirectory(dir, "lake");
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Path file = copy.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet counted = duckdb.createStatement()
                        .executeQuery("SELECT count(*), count(DISTINCT event_id), count(DISTINCT (dt, hour)),"
                                + " count(*) FILTER (hour(fixed_at AT TIME ZONE 'UTC') <> hour::int)"
                                + " FROM read_parquet('" + copy + "/**/*.parquet', hive_partitioning = true)")) {
            counted.next();
            assertThat(counted.getLong(4)).isZero();
            return new Count(counted.getLong(1), counted.getLong(2), counted.getLong(3), objects.size());
        }
    }

    private static <T> T get(CompletionStage<T> asked) throws Exception {
        return asked.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
