package io.rastro.node.start;

import akka.Done;
import io.rastro.sinks.kafka.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Where requests put their dead letters. Bounded: while Kafka is away, and as many requests wait for it as may, a further one is
 * refused.
 */
final class LetterBox implements AutoCloseable {

    static final int MOST_REQUESTS = 64;

    /** A send may block for as long as Kafka is away: in threads of their own these keep nobody else waiting. */
    private static final int THREADS = 2;

    private final Function<DeadLetter, CompletionStage<Done>> letters;
    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(MOST_REQUESTS);

    /**
     * @param name of its threads
     * @param letters see {@link io.rastro.sinks.kafka.DeadLetters#send(DeadLetter)}; may block
     */
    LetterBox(String name, Function<DeadLetter, CompletionStage<Done>> letters) {
        this.letters = letters;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Completes when all of them are kept; fails when they are not known to be.
     *
     * @param ofOneRequest at least one
     */
    CompletionStage<Done> put(List<DeadLetter> ofOneRequest) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("too many requests wait for Kafka: this one is refused"));
        }
        CompletableFuture<Void> all = new CompletableFuture<>();
        all.whenComplete((done, failure) -> room.release());
        try {
            CompletableFuture.supplyAsync(() -> send(ofOneRequest), threads)
                    .thenCompose(sent -> sent)
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            all.complete(done);
                        } else {
                            all.completeExceptionally(failure);
                        }
                    });
        } catch (RejectedExecutionException stopping) {
            all.completeExceptionally(stopping);
        }
        return all.thenApply(done -> Done.getInstance());
    }

    /** Ends with the first that fails: the request is not kept then, and each further one might block as long. */
    private CompletableFuture<Void> send(List<DeadLetter> ofOneRequest) {
        List<CompletableFuture<Done>> sent = new ArrayList<>();
        for (DeadLetter letter : ofOneRequest) {
            sent.add(letters.apply(letter).toCompletableFuture());
            if (sent.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
                break;
            }
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    /** Takes no more. Those that wait go on, until the letters' producer is closed. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
