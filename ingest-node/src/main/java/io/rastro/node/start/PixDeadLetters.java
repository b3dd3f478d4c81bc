package io.rastro.node.start;

import akka.Done;
import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Quarantine in topic {@code dead-letters}, source {@link #SOURCE}, a letter an item. Its original is empty, and nothing of it can
 * be put back: the context says of which account, call and payment it was.
 */
final class PixDeadLetters implements Quarantine {

    static final String SOURCE = "pix-webhook";

    private final LetterBox box;

    PixDeadLetters(LetterBox box) {
        this.box = box;
    }

    @Override
    public CompletionStage<Done> keep(Call call) {
        return box.put(call.items().stream().map(item -> letter(call, item)).toList());
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
}
