package io.rastro.sinks.lake;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.s3.BucketAccess;
import akka.stream.alpakka.s3.S3Exception;
import akka.stream.alpakka.s3.javadsl.S3;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts files into the bucket, each until it is stored, however long that takes: while S3 is away a lane waits with the
 * batch that it has and reads nothing more. Only what nobody wants any more is given up. Any thread.
 */
final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final ActorSystem<?> system;
    private final LakeSettings settings;
    private final LakeMeters meters;
    private final Pauses pauses;
    private final Once once;

    Uploads(ActorSystem<?> system, LakeSettings settings, LakeMeters meters, Pauses pauses) {
        this(system, settings, meters, pauses, new PutOnce(system, settings)::put);
    }

    /** @param once as {@link PutOnce#put} */
    Uploads(ActorSystem<?> system, LakeSettings settings, LakeMeters meters, Pauses pauses, Once once) {
        this.system = system;
        this.settings = settings;
        this.meters = meters;
        this.pauses = pauses;
        this.once = once;
    }

    /**
     * Between two attempts; up to a fifth longer, so that lanes and nodes do not come at once.
     *
     * @param first after the first failure; doubled with each further one
     * @param longest however often it failed
     * @param refused when S3 refuses, which no repetition mends: until somebody has changed a permission or a name
     */
    record Pauses(Duration first, Duration longest, Duration refused) {

        static final Pauses USUAL = new Pauses(Duration.ofMillis(200), Duration.ofSeconds(15), Duration.ofSeconds(45));

        Duration after(int failures, boolean isRefusal) {
            long doubled = first.toMillis() << Math.min(failures - 1, 20);
            long millis = isRefusal ? refused.toMillis() : Math.min(doubled, longest.toMillis());
            return Duration.ofMillis(
                    millis + (long) (millis * 0.2 * ThreadLocalRandom.current().nextDouble()));
        }
    }

    /** One attempt. An {@link IllegalStateException} that it throws says that the system ends. */
    @FunctionalInterface
    interface Once {
        CompletionStage<?> put(String name, byte[] file, int outOfTime);
    }

    /** The lane has lost its partition or is told to stop: whoever gets the partition writes the same file. */
    static final class NoLongerWantedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoLongerWantedException(String name) {
            super(name + " is left to whoever gets the partition");
        }
    }

    /**
     * At least one attempt.
     *
     * @param isWanted asked after each failure
     * @return fails only with a {@link NoLongerWantedException}, or when the system ends
     */
    CompletionStage<Done> put(String name, byte[] file, BooleanSupplier isWanted) {
        Upload upload = new Upload(name, file, isWanted);
        upload.attempt();
        return upload.result;
    }

    /** Creates the bucket if it is missing and the settings allow it. */
    CompletionStage<Done> createBucketIfMissing() {
        if (!settings.createBucket()) {
            return CompletableFuture.completedStage(Done.getInstance());
        }
        return S3.checkIfBucketExists(settings.bucket(), system)
                .thenCompose(access -> access.equals(BucketAccess.notExists())
                        ? S3.makeBucket(settings.bucket(), system)
                        : CompletableFuture.completedStage(Done.getInstance()));
    }

    private final class Upload {

        private final String name;
        private final byte[] file;
        private final BooleanSupplier isWanted;
        private final CompletableFuture<Done> result = new CompletableFuture<>();
        private int failures;
        private int outOfTime;

        Upload(String name, byte[] file, BooleanSupplier isWanted) {
            this.name = name;
            this.file = file;
            this.isWanted = isWanted;
        }

        void attempt() {
            try {
                once.put(name, file, outOfTime).whenComplete((stored, failure) -> {
                    if (failure == null) {
                        meters.files().increment();
                        meters.bytes().increment(file.length);
                        result.complete(Done.getInstance());
                    } else {
                        failed(
                                failure instanceof CompletionException && failure.getCause() != null
                                        ? failure.getCause()
                                        : failure);
                    }
                });
            } catch (IllegalStateException ended) {
                result.completeExceptionally(ended);
            } catch (RuntimeException notEvenBegun) {
                failed(notEvenBegun);
            }
        }

        private void failed(Throwable cause) {
            failures++;
            outOfTime += cause instanceof TimeoutException ? 1 : 0;
            meters.failedUploads().increment();
            boolean isRefusal = isRefusal(cause);
            Duration pause = pauses.after(failures, isRefusal);
            if (isRefusal) {
                LOG.error(
                        "S3 refuses the lake's files, which stay away until that is mended bucket={} object={}"
                                + " next try in {} ms: {}",
                        settings.bucket(),
                        name,
                        pause.toMillis(),
                        said(cause));
            } else {
                LOG.warn(
                        "upload failed object={} bytes={} failures={} next try in {} ms: {}",
                        name,
                        file.length,
                        failures,
                        pause.toMillis(),
                        said(cause));
            }
            mend(cause);
            later(pause);
        }

        private void later(Duration pause) {
            if (!isWanted.getAsBoolean()) {
                result.completeExceptionally(new NoLongerWantedException(name));
                return;
            }
            try {
                system.classicSystem()
                        .scheduler()
                        .scheduleOnce(pause, this::attemptIfWanted, system.executionContext());
            } catch (IllegalStateException ended) {
                result.completeExceptionally(ended);
            }
        }

        private void attemptIfWanted() {
            if (isWanted.getAsBoolean()) {
                attempt();
            } else {
                result.completeExceptionally(new NoLongerWantedException(name));
            }
        }
    }

    /** Somebody may remove a bucket; the next attempt finds it again if it can be created. */
    private void mend(Throwable cause) {
        if (cause instanceof S3Exception said && said.code().equals("NoSuchBucket")) {
            try {
                createBucketIfMissing().whenComplete((done, failure) -> {
                    if (failure != null) {
                        notMended(failure);
                    }
                });
            } catch (RuntimeException notEvenBegun) {
                notMended(notEvenBegun);
            }
        }
    }

    private void notMended(Throwable failure) {
        LOG.warn("the bucket cannot be created bucket={}: {}", settings.bucket(), said(failure));
    }

    /** Whether S3 understood and said no, so that the same again will be answered alike. */
    private boolean isRefusal(Throwable cause) {
        if (!(cause instanceof S3Exception said)) {
            return false;
        }
        if (said.code().equals("NoSuchBucket")) {
            return !settings.createBucket();
        }
        int status = said.statusCode().intValue();
        boolean maySucceedLater = said.code().equals("RequestTimeout")
                || said.code().equals("IncompleteBody")
                || status == 408
                || status == 409
                || status == 425
                || status == 429;
        return status == 501 || (status >= 300 && status < 500 && !maySucceedLater);
    }

    private static String said(Throwable cause) {
        return cause instanceof S3Exception s3
                ? s3.statusCode().intValue() + " " + s3.code() + " " + s3.message()
                : cause.toString();
    }
}
