package io.rastro.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A status for people. */
final class StatusText {

    private StatusText() {}

    static String of(JsonNode status) {
        StringBuilder text = new StringBuilder();
        String leader = status.path("leader").asText();
        for (JsonNode member : status.path("members")) {
            String name = member.path("node").asText();
            text.append(String.format(
                    Locale.ROOT,
                    "member   %s  %s%s%n",
                    name,
                    member.path("status").asText(),
                    name.equals(leader) ? "  leader" : ""));
        }
        for (JsonNode member : status.path("unreachable")) {
            text.append("member   ").append(member.path("node").asText()).append("  UNREACHABLE\n");
        }
        for (JsonNode node : status.path("nodes")) {
            text.append(node(node));
        }
        List<String> lags = new ArrayList<>();
        status.path("lag").fields().forEachRemaining(lag -> lags.add(lag.getKey() + " " + lag.getValue()));
        text.append("lag      ").append(String.join(", ", lags)).append('\n');
        List<String> processes = new ArrayList<>();
        status.path("processes")
                .fields()
                .forEachRemaining(process -> processes.add(process.getKey() + " "
                        + process.getValue().path("residentMiB").asLong() + " MiB"));
        return text.append("memory   ")
                .append(String.join(", ", processes))
                .append('\n')
                .toString();
    }

    private static String node(JsonNode node) {
        StringBuilder text = new StringBuilder("node     ")
                .append(node.path("url").asText())
                .append(node.path("ready").asBoolean() ? "  ready" : "  NOT ready");
        for (StatusCommand.Region region : StatusCommand.REGIONS) {
            text.append(String.format(
                    Locale.ROOT,
                    ", %d %s in %d shards",
                    node.path(region.entitiesField()).asLong(),
                    region.words(),
                    node.path(region.shardsField()).asLong()));
        }
        return text.append(", ")
                .append(node.has("outboxEvents") ? node.get("outboxEvents").asText() : "unknown")
                .append(" events not yet in Kafka\n")
                .toString();
    }
}
