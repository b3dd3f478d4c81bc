package io.rastro.proving.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.devstack.NodeSpec;
import io.rastro.proving.system.HttpText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cluster as one of its nodes says that it is, by Akka Management. */
record ClusterView(Set<String> up, Set<String> notUp, Set<String> unreachable, String oldest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException when it does not say */
    static ClusterView of(NodeSpec node) throws IOException {
        JsonNode json = JSON.readTree(HttpText.get(management(node) + "/cluster/members"));
        Set<String> up = new HashSet<>();
        Set<String> notUp = new HashSet<>();
        for (JsonNode member : json.path("members")) {
            String address = address(member.path("node").asText());
            (member.path("status").asText().equals("Up") ? up : notUp).add(address);
        }
        Set<String> unreachable = new HashSet<>();
        json.path("unreachable")
                .forEach(gone -> unreachable.add(address(gone.path("node").asText())));
        return new ClusterView(
                up, notUp, unreachable, address(json.path("oldest").asText()));
    }

    /** Whether all of them see just each other, up and within reach. */
    static boolean isWhole(Collection<NodeSpec> nodes) {
        Set<String> expected = new HashSet<>();
        nodes.forEach(node -> expected.add(address(node)));
        try {
            for (NodeSpec node : nodes) {
                ClusterView view = of(node);
                if (!view.up.equals(expected) || !view.notUp.isEmpty() || !view.unreachable.isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isOldest(NodeSpec node) {
        return oldest.equals(address(node));
    }

    /** The shards of couriers that live on a node. @throws IOException when it does not say */
    static Set<Integer> shards(NodeSpec node) throws IOException {
        JsonNode json = JSON.readTree(HttpText.get(management(node) + "/cluster/shards/courier"));
        List<Integer> shards = new ArrayList<>();
        json.path("regions").forEach(shard -> shards.add(shard.path("shardId").asInt()));
        return new HashSet<>(shards);
    }

    /** As Akka's extractor has it. */
    static int shardOf(String courierId, int numberOfShards) {
        return Math.abs(courierId.hashCode() % numberOfShards);
    }

    static String address(NodeSpec node) {
        return node.host() + ":" + node.ports().remoting();
    }

    private static String management(NodeSpec node) {
        return "http://" + node.host() + ":" + node.ports().management();
    }

    /** {@code akka://system@host:port} without what is the same for all. */
    private static String address(String akka) {
        return akka.substring(akka.indexOf('@') + 1);
    }
}
