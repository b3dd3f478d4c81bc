package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    @Test
    void keepsEveryPortWithinAHundredOfTheBase() {
        assertThat(ports(PortPlan.base(20_000)))
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= 20_000 && port <= 20_099);
        assertThat(PortPlan.base(20_000).node(0).http()).isEqualTo(20_000);
    }

    @Test
    void givesTheDefaultsNoPortTwice() {
        assertThat(ports(PortPlan.defaults())).doesNotHaveDuplicates();
        assertThat(PortPlan.defaults().node(0).http()).isEqualTo(8080);
    }

    @Test
    void refusesABaseWhosePortsDoNotExist() {
        assertThat(ports(PortPlan.base(65_436))).allMatch(port -> port <= 65_535);
        for (int base : new int[] {0, -1, 65_437}) {
            assertThatExceptionOfType(DevStackException.class)
                    .isThrownBy(() -> PortPlan.base(base))
                    .withMessageContaining("from 1 to 65436");
        }
    }

    @Test
    void refusesANodeWithoutPorts() {
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> PortPlan.defaults().node(PortPlan.MAX_NODES))
                .withMessageContaining("at most 25 nodes");
    }

    @Test
    void findsFreePortsThatNoOtherPlanHas() {
        PortPlan one = PortPlan.free();
        PortPlan other = PortPlan.free();
        assertThat(ports(one)).doesNotContainAnyElementsOf(ports(other));
        assertThat(one.all()).allMatch(Ports::isFree);
    }

    @Test
    void namesThePortOfANodeThatIsTaken() throws IOException {
        PortPlan plan = PortPlan.free();
        plan.requireFree(2);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Ports.local(plan.node(1).management()));
            plan.requireFree(1);
            assertThatExceptionOfType(DevStackException.class)
                    .isThrownBy(() -> plan.requireFree(2))
                    .withMessageStartingWith("Port " + taken.getLocalPort() + ", which node 1 needs, is taken");
        }
    }

    private static List<Integer> ports(PortPlan plan) {
        IntStream servers = Stream.of(Server.values()).map(plan::of).flatMapToInt(IntStream::of);
        IntStream nodes =
                IntStream.range(0, PortPlan.MAX_NODES).mapToObj(plan::node).flatMapToInt(n -> IntStream.of(n.all()));
        return IntStream.concat(servers, nodes).boxed().toList();
    }
}
