package io.rastro.sinks.lake;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.stream.Attributes;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.alpakka.s3.ObjectMetadata;
import akka.stream.alpakka.s3.RetrySettings;
import akka.stream.alpakka.s3.S3Attributes;
import akka.stream.alpakka.s3.S3Ext;
import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * One request that stores a file, which has an end in any case: S3 that says nothing at all is given up when the
 * connection has been idle too long (akka.http.host-connection-pool.client.idle-timeout), S3 that takes or answers byte
 * by byte after a time that depends on the file's size. A request that was given up may still be carried out later, which
 * does no harm: it stores the same bytes under the same name. Any thread.
 */
final class PutOnce {

    private static final int PIECE = 64 << 10;

    private final ActorSystem<?> system;
    private final LakeSettings settings;
    private final Attributes withoutRetries;

    PutOnce(ActorSystem<?> system, LakeSettings settings) {
        this.system = system;
        this.settings = settings;
        this.withoutRetries = S3Attributes.settings(S3Ext.get(system.classicSystem())
                .settings()
                .withRetrySettings(RetrySettings.create(0, Duration.ZERO, Duration.ZERO, 0)));
    }

    /**
     * @param outOfTime how often this file ran out of time before: each time it gets twice as long, so that S3 that is
     *     merely slow gets there
     * @return fails with a {@link java.util.concurrent.TimeoutException} when that time is over
     */
    CompletionStage<ObjectMetadata> put(String name, byte[] file, int outOfTime) {
        SharedKillSwitch connection = KillSwitches.shared(name);
        Source<ByteString, ?> body = pieces(file).via(connection.flow());
        return S3.putObject(settings.bucket(), name, body, file.length, ContentTypes.APPLICATION_OCTET_STREAM)
                .withAttributes(withoutRetries)
                .completionTimeout(settings.upload().patience(file.length, outOfTime))
                .runWith(Sink.head(), system)
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        connection.abort(failure); // a body that breaks off closes the connection
                    }
                });
    }

    private static Source<ByteString, ?> pieces(byte[] file) {
        ByteString whole = ByteString.fromArrayUnsafe(file);
        return Source.fromJavaStream(() -> IntStream.range(0, (file.length + PIECE - 1) / PIECE)
                .mapToObj(i -> whole.slice(i * PIECE, Math.min(file.length, (i + 1) * PIECE))));
    }
}
