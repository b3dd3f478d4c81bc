package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.node.start.NodeSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That where a shard is cannot be forgotten: of the nodes that the split brain resolver lets go on, some has every write of
 * the coordinator, and the next coordinator asks all of them. Else a shard would live twice. By the rules of Akka's
 * {@code WriteMajorityPlus} and {@code ReadMajorityPlus}; only nodes with couriers count for either side.
 */
class ShardHomesTest {

    private static final Config CLUSTER = ConfigFactory.parseResources("application.conf")
            .withFallback(ConfigFactory.load())
            .getConfig("akka.cluster");

    private static final int MOST = 12;

    static IntStream nodes() {
        return IntStream.rangeClosed(1, MOST);
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void everyMajorityThatGoesOnKnowsThem(int nodes) {
        assertThat(CLUSTER.getString("split-brain-resolver.keep-majority.role")).isEqualTo(NodeSettings.INGEST);
        int written = copies(nodes, "write-majority-plus");
        int fewest = (nodes + 1) / 2;
        assertThat(written + fewest).as("%d of %d go on", fewest, nodes).isGreaterThan(nodes);
        assertThat(copies(nodes, "read-majority-plus")).isEqualTo(nodes);
    }

    private static int copies(int nodes, String plus) {
        int majority = nodes / 2 + 1 + CLUSTER.getInt("sharding.coordinator-state." + plus);
        return Math.min(nodes, Math.max(majority, CLUSTER.getInt("sharding.distributed-data.majority-min-cap")));
    }
}
