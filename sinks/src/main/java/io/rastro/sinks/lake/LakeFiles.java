package io.rastro.sinks.lake;

import io.rastro.sinks.Bounded;
import io.rastro.sinks.lake.Batch.HourOfRows;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Batches as objects: one Parquet file an hour, encoded one at a time on one thread for the whole sink, uploaded by a
 * single put. A file is smaller than its batch, which the settings bound, so that a put is enough; and a put is atomic:
 * there is never a part of a file to be seen or cleaned up.
 */
final class LakeFiles implements AutoCloseable {

    /** One is encoded while the one before it is uploaded. */
    private static final int FILES_AT_A_TIME = 2;

    private final Uploads uploads;
    private final Map<String, ParquetFiles<?>> byTopic;
    private final ExecutorService encoding = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "rastro-lake-encoding");
        thread.setDaemon(true);
        return thread;
    });

    /** @param byTopic used on the encoding thread alone */
    LakeFiles(Uploads uploads, Map<String, ParquetFiles<?>> byTopic) {
        this.uploads = uploads;
        this.byTopic = Map.copyOf(byTopic);
    }

    /** @param isWanted false as soon as the batch is somebody else's: then it may be left undone, see {@link Uploads} */
    CompletionStage<Void> write(Batch batch, BooleanSupplier isWanted) {
        ParquetFiles<?> files =
                Objects.requireNonNull(byTopic.get(batch.partition().topic()));
        return Bounded.each(
                batch.byHour(),
                FILES_AT_A_TIME,
                hour -> encode(files, hour)
                        .thenCompose(file -> uploads.put(
                                ObjectNames.of(batch.partition(), batch.firstOffset(), hour.hour()), file, isWanted)));
    }

    @Override
    public void close() {
        encoding.shutdown();
    }

    private CompletionStage<byte[]> encode(ParquetFiles<?> files, HourOfRows hour) {
        return CompletableFuture.supplyAsync(() -> files.encode(hour.values()), encoding);
    }
}
