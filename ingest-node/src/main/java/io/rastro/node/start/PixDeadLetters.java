package io.rastro.node.start;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Quarantine in topic {@code dead-letters}, source {@link #SOURCE}, a letter an item. Its original is empty, and nothing of it can
 * be put back: the context says of which account, call and payment it was. Bounded: while Kafka is away, and as many calls wait
 * for it as may, a further one is refused.
 */
final class PixDeadLetters implements Quarantine, AutoCloseable {

    static final String SOURCE = "pix-webhook";

    static final int MOST_CALLS = 64;

    /** A send may block for as long as Kafka is away: in threads of their own these keep nobody else waiting. */
    private static final int THREADS = 2;

    private final Function<DeadLetter, CompletionStage<Done>> letters;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, PixDeadLetters::thread);
    private final Semaphore room = new Semaphore(MOST_CALLS);

    /** @param letters see {@link io.rastro.sinks.kafka.DeadLetters#send(DeadLetter)}; may block */
    PixDeadLetters(Function<DeadLetter, CompletionStage<Done>> letters) {
        this.letters = letters;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rastro-pix-dead-letters");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<Done> keep(Call call) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("too many calls wait for Kafka: this one is refused"));
        }
        CompletableFuture<Void> all = new CompletableFuture<>();
        all.whenComplete((done, failure) -> room.release());
        try {
            CompletableFuture.supplyAsync(() -> send(call), threads)
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

    /** Ends with the first that fails: the call is not kept then, and each further one might block as long. */
    private CompletableFuture<Void> send(Call call) {
        List<CompletableFuture<Done>> sent = new ArrayList<>();
        for (Item item : call.items()) {
            sent.add(letters.apply(letter(call, item)).toCompletableFuture());
            if (sent.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
                break;
            }
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    private static DeadLetter letter(Call call, Item item) {
        Map<String, String> context = new HashMap<>();
        context.put("accountId", call.accountId());
        context.put("place", item.place());
        context.put("field", item.field());
        if (call.fingerprint() != null) {
            context.put("fingerprint", call.fingerprint());
        }
        if (item.endToEndId() != null) {
            context.put("endToEndId", item.endToEndId());
        }
        String reason = item.field().isEmpty() ? item.reason() : item.field() + " " + item.reason();
        return new DeadLetter(SOURCE, reason, call.receivedAt(), new byte[0], context);
    }

    /** Takes no more calls. Those that wait go on, until the letters' producer is closed. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
