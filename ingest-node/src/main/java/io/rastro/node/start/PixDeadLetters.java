package io.rastro.node.start;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Quarantine in topic {@code dead-letters}, source {@link #SOURCE}, a letter an item. Its original is empty, and nothing of it can
 * be put back: the context says of which account, call and payment it was. Bounded: while Kafka is away, and as many calls wait
 * for it as may, a further one is refused.
 */
final class PixDeadLetters implements Quarantine {

    static final String SOURCE = "pix-webhook";

    static final int MOST_CALLS = 64;

    private final Function<DeadLetter, CompletionStage<Done>> letters;
    private final Executor blocking;
    private final Semaphore room = new Semaphore(MOST_CALLS);

    /**
     * @param letters see {@link io.rastro.sinks.kafka.DeadLetters#send(DeadLetter)}; may block for the first
     * @param blocking where that does no harm
     */
    PixDeadLetters(Function<DeadLetter, CompletionStage<Done>> letters, Executor blocking) {
        this.letters = letters;
        this.blocking = blocking;
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
            CompletableFuture.supplyAsync(() -> send(call), blocking)
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

    private CompletableFuture<Void> send(Call call) {
        return CompletableFuture.allOf(call.items().stream()
                .map(item -> letters.apply(letter(call, item)).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static DeadLetter letter(Quarantine.Call call, Quarantine.Item item) {
        Map<String, String> context = new HashMap<>();
        context.put("accountId", call.accountId());
        context.put("fingerprint", call.fingerprint());
        context.put("place", item.place());
        context.put("field", item.field());
        if (item.endToEndId() != null) {
            context.put("endToEndId", item.endToEndId());
        }
        String reason = item.field().isEmpty() ? item.reason() : item.field() + " " + item.reason();
        return new DeadLetter(SOURCE, reason, call.receivedAt(), new byte[0], context);
    }
}
