package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationTest {

    private static final String NETWORK = "org.apache.cassandra.locator.NetworkTopologyStrategy";

    @Test
    void isComparedWithWhatCassandraLists() {
        Replication wanted = Replication.parse("key", "{'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': '2'}");

        assertThat(wanted.isMetBy(new Replication(Map.of("class", NETWORK, "dc1", "3", "dc2", "2"))))
                .isTrue();
        assertThat(wanted.isMetBy(new Replication(Map.of("class", NETWORK, "dc1", "3"))))
                .isFalse();
        assertThat(wanted.isMetBy(new Replication(Map.of("class", NETWORK, "dc1", "1", "dc2", "2"))))
                .isFalse();
        assertThat(wanted.isMetBy(new Replication(Map.of("class", "SimpleStrategy", "replication_factor", "3"))))
                .isFalse();
        assertThat(wanted)
                .hasToString("{'class': 'NetworkTopologyStrategy', 'dc1': '3', 'dc2': '2'}")
                .isEqualTo(Replication.parse("key", wanted.toString()));
    }

    @Test
    void aFactorForEveryDataCentreIsListedForEach() {
        Replication wanted = Replication.parse("key", "{'class': 'NetworkTopologyStrategy', 'replication_factor': 3}");

        assertThat(wanted.isMetBy(new Replication(Map.of("class", NETWORK, "dc1", "3", "dc2", "3"))))
                .isTrue();
        assertThat(wanted.isMetBy(new Replication(Map.of("class", NETWORK, "dc1", "3", "dc2", "1"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "{}", "{'class': 'SimpleStrategy'}", "{'dc1': 3}", "{'class': 'X', 'dc1': 3}; DROP"})
    void refusesWhatIsNoReplication(String text) {
        assertThatThrownBy(() -> Replication.parse("rastro.cassandra.replication", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rastro.cassandra.replication");
    }
}
