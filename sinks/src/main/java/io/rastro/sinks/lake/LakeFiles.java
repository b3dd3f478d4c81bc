package io.rastro.sinks.lake;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.pattern.Patterns;
import akka.stream.alpakka.s3.BucketAccess;
import akka.stream.alpakka.s3.ObjectMetadata;
import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.kafka.PositionReader;
import io.rastro.sinks.lake.Batch.HourOfRows;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches as objects: one Parquet file an hour, encoded one at a time on one thread for the whole node, uploaded by a
 * single put. A file is smaller than its batch, which the settings bound, so that a put is enough; and a put is atomic:
 * there is never a part of a file to be seen or cleaned up.
 */
final class LakeFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LakeFiles.class);

    /** One is encoded while the one before it is uploaded. */
    private static final int FILES_AT_A_TIME = 2;

    private final ActorSystem<?> system;
    private final LakeSettings settings;
    private final PositionParquet parquet;
    private final LakeMeters meters;
    private final ExecutorService encoding = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "rastro-lake-encoding");
        thread.setDaemon(true);
        return thread;
    });

    LakeFiles(ActorSystem<?> system, LakeSettings settings, PositionReader reader, LakeMeters meters) {
        this.system = system;
        this.settings = settings;
        this.parquet = new PositionParquet(reader, settings.zstdLevel());
        this.meters = meters;
    }

    CompletionStage<Void> write(Batch batch) {
        return Bounded.each(
                batch.byHour(),
                FILES_AT_A_TIME,
                hour -> encode(hour)
                        .thenCompose(file ->
                                upload(ObjectNames.of(batch.partition(), batch.firstOffset(), hour.hour()), file)));
    }

    /** Creates the bucket if it is missing and the settings allow it. */
    CompletionStage<Done> bucketIsThere() {
        if (!settings.createBucket()) {
            return CompletableFuture.completedStage(Done.getInstance());
        }
        return S3.checkIfBucketExists(settings.bucket(), system)
                .thenCompose(access -> access.equals(BucketAccess.notExists())
                        ? S3.makeBucket(settings.bucket(), system)
                        : CompletableFuture.completedStage(Done.getInstance()));
    }

    @Override
    public void close() {
        encoding.shutdown();
    }

    private CompletionStage<byte[]> encode(HourOfRows hour) {
        return CompletableFuture.supplyAsync(() -> parquet.encode(hour.values()), encoding);
    }

    private CompletionStage<ObjectMetadata> upload(String name, byte[] file) {
        return Patterns.retry(
                        () -> put(name, file),
                        settings.uploadAttempts(),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        0.2,
                        system.classicSystem())
                .whenComplete((stored, failure) -> {
                    if (failure == null) {
                        meters.files().increment();
                        meters.bytes().increment(file.length);
                    } else {
                        LOG.warn("upload failed object={} bytes={}: {}", name, file.length, failure.toString());
                    }
                });
    }

    private CompletionStage<ObjectMetadata> put(String name, byte[] file) {
        Source<ByteString, ?> bytes = Source.single(ByteString.fromArrayUnsafe(file));
        return S3.putObject(settings.bucket(), name, bytes, file.length, ContentTypes.APPLICATION_OCTET_STREAM)
                .runWith(Sink.head(), system);
    }
}
