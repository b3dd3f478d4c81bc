package io.rastro.sinks.lake;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.lake.Batch.HourOfRows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Batches as objects: one Parquet file an hour, encoded one at a time on one thread for the whole node, uploaded by a
 * single put. A file is smaller than its batch, which the settings bound, so that a put is enough; and a put is atomic:
 * there is never a part of a file to be seen or cleaned up.
 */
final class LakeFiles implements AutoCloseable {

    /** One is encoded while the one before it is uploaded. */
    private static final int FILES_AT_A_TIME = 2;

    private final Uploads uploads;
    private final PositionParquet parquet;
    private final ExecutorService encoding = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "rastro-lake-encoding");
        thread.setDaemon(true);
        return thread;
    });

    LakeFiles(Uploads uploads, ValueReader<TracedPosition> reader, int zstdLevel) {
        this.uploads = uploads;
        this.parquet = new PositionParquet(reader, zstdLevel);
    }

    /** @param isWanted false as soon as the batch is somebody else's: then it may be left undone, see {@link Uploads} */
    CompletionStage<Void> write(Batch batch, BooleanSupplier isWanted) {
        return Bounded.each(
                batch.byHour(),
                FILES_AT_A_TIME,
                hour -> encode(hour)
                        .thenCompose(file -> uploads.put(
                                ObjectNames.of(batch.partition(), batch.firstOffset(), hour.hour()), file, isWanted)));
    }

    @Override
    public void close() {
        encoding.shutdown();
    }

    private CompletionStage<byte[]> encode(HourOfRows hour) {
        return CompletableFuture.supplyAsync(() -> parquet.encode(hour.values()), encoding);
    }
}
