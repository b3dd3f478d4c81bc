package io.rastro.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A receipt for people: a line a store. */
final class ReceiptText {

    private ReceiptText() {}

    static String of(JsonNode receipt) {
        StringBuilder text = new StringBuilder(receipt.path("eventId").asText()).append('\n');
        line(text, receipt, "journal", "persistenceId", "seqNr", "receivedAt");
        line(text, receipt, "kafka", "topic", "partition", "offset");
        line(text, receipt, "table", "table", "day", "fixedAt", "month", "kind", "hour", "at");
        line(text, receipt, "lake", "bucket", "key", "rowGroup");
        return text.toString();
    }

    private static void line(StringBuilder text, JsonNode receipt, String store, String... fields) {
        JsonNode stage = receipt.path(store);
        List<String> parts = new ArrayList<>();
        for (String field : fields) {
            if (stage.has(field)) {
                parts.add(field + " " + stage.get(field).asText());
            }
        }
        if (stage.has("why")) {
            parts.add(stage.get("why").asText());
        }
        text.append(String.format(
                Locale.ROOT, "%-8s %-8s %s%n", store, stage.path("state").asText(), String.join(", ", parts)));
    }
}
