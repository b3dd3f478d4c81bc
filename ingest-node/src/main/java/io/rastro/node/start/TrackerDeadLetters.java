package io.rastro.node.start;

import akka.Done;
import io.rastro.node.tracker.PutAside;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import io.rastro.sinks.kafka.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What phones sent and is no position, in topic {@code dead-letters}, source {@link #SOURCE}, a letter a request: its original has
 * each of them as it came, a line's end between two.
 */
final class TrackerDeadLetters implements PutAside {

    static final String SOURCE = "clients";

    /** Of one letter; all that differ are rarely more than one. */
    private static final int MOST_REASONS = 10;

    private final LetterBox box;

    TrackerDeadLetters(LetterBox box) {
        this.box = box;
    }

    @Override
    public CompletionStage<Done> keep(String app, Instant receivedAt, List<Quarantined> items) {
        return box.put(List.of(letter(app, receivedAt, items)));
    }

    private static DeadLetter letter(String app, Instant receivedAt, List<Quarantined> items) {
        Map<String, String> context = new TreeMap<>();
        context.put("app", app);
        context.put("items", Integer.toString(items.size()));
        String couriers = items.stream()
                .map(Quarantined::courierId)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_REASONS)
                .collect(Collectors.joining(" "));
        if (!couriers.isEmpty()) {
            context.put("courierId", couriers);
        }
        return new DeadLetter(SOURCE, reasons(items), receivedAt, originals(items), context);
    }

    private static String reasons(List<Quarantined> items) {
        return items.stream()
                .map(item -> (item.field() + ' ' + item.reason()).strip())
                .distinct()
                .limit(MOST_REASONS)
                .collect(Collectors.joining("; "));
    }

    private static byte[] originals(List<Quarantined> items) {
        if (items.size() == 1) {
            return items.get(0).original();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Quarantined item : items) {
            all.writeBytes(item.original());
            all.write('\n');
        }
        return all.toByteArray();
    }
}
