package io.rastro.sinks.lake;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.headers.ByteRange;
import akka.stream.alpakka.s3.ObjectMetadata;
import akka.stream.alpakka.s3.S3Headers;
import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An object in S3, read by ranges. Its methods block. */
final class StoredObject implements ObjectBytes {

    /** For a stream to say itself that its time is over. */
    private static final long GRACE_NANOS = 100_000_000;

    private final ActorSystem<?> system;
    private final String bucket;
    private final String key;
    private final long size;
    private final Supplier<Duration> left;

    private StoredObject(ActorSystem<?> system, String bucket, String key, long size, Supplier<Duration> left) {
        this.system = system;
        this.bucket = bucket;
        this.key = key;
        this.size = size;
        this.left = left;
    }

    /**
     * @param left how long S3 may still be asked
     * @return empty when there is no such object
     */
    static Optional<StoredObject> find(ActorSystem<?> system, String bucket, String key, Supplier<Duration> left)
            throws IOException {
        Optional<ObjectMetadata> head = await(system, S3.getObjectMetadata(bucket, key), Sink.head(), left.get());
        return head.map(known -> new StoredObject(system, bucket, key, known.getContentLength(), left));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        ByteRange range = ByteRange.createSlice(position, position + length - 1);
        ByteString bytes = await(
                system,
                S3.getObject(bucket, key, range, Optional.empty(), S3Headers.empty())
                        .limitWeighted(length, chunk -> (long) chunk.size()), // or a whole object, from some servers
                Sink.fold(ByteString.emptyByteString(), ByteString::concat),
                left.get());
        if (bytes.size() != length) {
            throw new IOException("S3 answered " + bytes.size() + " bytes where " + length + " were asked for");
        }
        return bytes.toArray();
    }

    /** The stream ends with the time, too: one that is left alone keeps its connection. */
    static <E, T> T await(ActorSystem<?> system, Source<E, ?> stream, Sink<E, CompletionStage<T>> into, Duration atMost)
            throws IOException {
        CompletionStage<T> answer = stream.completionTimeout(atMost).runWith(into, system);
        try {
            return answer.toCompletableFuture().get(atMost.toNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TimeoutException late
                    ? notInTime(late)
                    : new IOException("S3 cannot be read", e.getCause());
        } catch (TimeoutException e) {
            throw notInTime(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the node stops");
        }
    }

    private static IOException notInTime(TimeoutException late) {
        return new IOException("S3 does not answer in time", late);
    }
}
