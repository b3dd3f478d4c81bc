package io.rastro.sinks;

import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the lake has of a stack's topic. */
public final class LakeCopy {

    private LakeCopy() {}

    /** The event ids of all rows, sorted; one that is there twice is in the list twice. */
    public static List<String> eventIds(SinksStack stack, Path scratch) throws Exception {
        String bucket = stack.settings.lake().bucket();
        List<String> names = S3.listBucket(bucket, Optional.of(stack.topic().replace('.', '_') + "/"))
                .map(object -> object.getKey())
                .runWith(Sink.seq(), stack.system)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Path copy = Files.createTempDirectory(scratch, "lake");
        for (int i = 0; i < names.size(); i++) {
            ByteString bytes = S3.getObject(bucket, names.get(i))
                    .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), stack.system)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            Files.write(copy.resolve(i + ".parquet"), bytes.toArray());
        }
        return names.isEmpty() ? List.of() : read(copy);
    }

    private static List<String> read(Path folder) throws Exception {
        List<String> ids = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckdb.createStatement()
                        .executeQuery("SELECT event_id FROM read_parquet('" + folder + "/*.parquet') ORDER BY 1")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
