package io.rastro.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.devstack.Endpoints;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.proving.system.Backlog;
import io.rastro.proving.system.HttpText;
import io.rastro.proving.system.Metrics;
import io.rastro.proving.system.ProcessUse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a running system is doing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Members and their states, shards, consumer lag and outbox backlog of a running system.")
final class StatusCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OUTBOX = "rastro_outbox_unpublished_events";

    /** What lives on nodes. */
    static final List<Region> REGIONS = List.of(
            new Region(CourierId.ENTITY_TYPE, "shards", "couriers", "couriers"),
            new Region(PixAccountId.ENTITY_TYPE, "pixShards", "pixAccounts", "Pix accounts"));

    /**
     * A kind of entity.
     *
     * @param shardsField how many of its shards a node has, in JSON
     * @param entitiesField how many entities are in a node's memory, in JSON
     */
    record Region(String entityType, String shardsField, String entitiesField, String words) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    StatusCommand() {}

    @Override
    public Integer call() throws IOException {
        Endpoints endpoints = system.runningEndpoints();
        ObjectNode status = JSON.createObjectNode();
        members(endpoints, status);
        nodes(endpoints, status.putArray("nodes"));
        lag(endpoints, status.putObject("lag"));
        ObjectNode processes = status.putObject("processes");
        ProcessUse.of(endpoints.pids())
                .forEach((name, use) -> processes
                        .putObject(name)
                        .put("residentMiB", use.residentBytes() >> 20)
                        .put("cpuSeconds", use.cpuSeconds()));
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? status + "\n" : StatusText.of(status));
        out.flush();
        return Rastro.DONE;
    }

    private void members(Endpoints endpoints, ObjectNode status) {
        for (String management : endpoints.management()) {
            try {
                JsonNode cluster = JSON.readTree(HttpText.get(management + "/cluster/members"));
                status.set("members", cluster.path("members"));
                status.set("unreachable", cluster.path("unreachable"));
                status.put("leader", cluster.path("leader").asText(""));
                return;
            } catch (IOException nextNode) {
                // any node can tell
            }
        }
        throw new CommandFailedException(
                "no node of the system in " + system.data() + " answers: see its logs in " + system.data() + "/logs");
    }

    private static void nodes(Endpoints endpoints, ArrayNode nodes) {
        for (int k = 0; k < endpoints.http().size(); k++) {
            ObjectNode node = nodes.addObject().put("url", endpoints.http().get(k));
            node.put("ready", isReady(endpoints, k));
            shards(endpoints, k, node);
            try {
                Metrics metrics = Metrics.parse(HttpText.get(endpoints.http().get(k) + "/metrics"));
                OptionalDouble outbox = metrics.sum(OUTBOX);
                outbox.ifPresent(events -> node.put("outboxEvents", Math.round(events)));
            } catch (IOException e) {
                node.put("trouble", String.format(Locale.ROOT, "no metrics: %s", e.getMessage()));
            }
        }
    }

    private static boolean isReady(Endpoints endpoints, int k) {
        try {
            HttpText.get(endpoints.management().get(k) + "/ready");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void shards(Endpoints endpoints, int k, ObjectNode node) {
        REGIONS.forEach(region -> {
            long entities = 0;
            int shards = 0;
            try {
                String url = endpoints.management().get(k) + "/cluster/shards/" + region.entityType();
                for (JsonNode shard : JSON.readTree(HttpText.get(url)).path("regions")) {
                    shards++;
                    entities += shard.path("numEntities").asLong();
                }
            } catch (IOException e) {
                // it has none, or does not say
            }
            node.put(region.shardsField(), shards).put(region.entitiesField(), entities);
        });
    }

    private static void lag(Endpoints endpoints, ObjectNode lag) {
        String kafka = endpoints.kafka();
        if (kafka != null) {
            try (Backlog backlog = Backlog.of(kafka)) {
                backlog.read().lag().forEach(lag::put);
            }
        }
    }
}
