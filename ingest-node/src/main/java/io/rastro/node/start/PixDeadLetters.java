package io.rastro.node.start;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import io.rastro.sinks.kafka.DeadLetters;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Quarantine in topic {@code dead-letters}, source {@link #SOURCE}, a letter an item. Its original is empty, and nothing of it can
 * be put back: the context says of which account, call and payment it was.
 *
 * @param blocking for the first letter, which looks for the topic
 */
record PixDeadLetters(DeadLetters letters, Executor blocking) implements Quarantine {

    static final String SOURCE = "pix-webhook";

    @Override
    public CompletionStage<Done> keep(Call call) {
        return CompletableFuture.supplyAsync(() -> send(call), blocking)
                .thenCompose(sent -> sent)
                .thenApply(all -> Done.getInstance());
    }

    private CompletableFuture<Void> send(Call call) {
        return CompletableFuture.allOf(call.items().stream()
                .map(item -> letters.send(letter(call, item)).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    static DeadLetter letter(Quarantine.Call call, Quarantine.Item item) {
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
