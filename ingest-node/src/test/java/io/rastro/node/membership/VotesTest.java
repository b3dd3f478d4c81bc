package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.UniqueAddress;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VotesTest {

    private final Votes votes = new Votes();

    private static UniqueAddress node(int last) {
        return new UniqueAddress(new Address("akka", "rastro", "10.0.0." + last, 25520), last);
    }

    private void unreachable(int... nodes) {
        votes.unreachable(Arrays.stream(nodes).mapToObj(VotesTest::node).collect(Collectors.toSet()));
    }

    private void nodes(int count) {
        for (int i = 1; i <= count; i++) {
            votes.add(node(i));
        }
    }

    @Test
    void oneOfThreeAloneIsNoMajority() {
        nodes(3);
        unreachable(1);
        assertThat(votes.isMajority()).as("two of three").isTrue();
        unreachable(1, 2);
        assertThat(votes.isMajority()).isFalse();
        unreachable(2);
        assertThat(votes.isMajority()).as("healed").isTrue();
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressIsTheMajority() {
        nodes(4);
        unreachable(3, 4);
        assertThat(votes.isMajority()).isTrue();
        unreachable(1, 2);
        assertThat(votes.isMajority()).isFalse();
    }

    @Test
    void whoLeftDoesNotCount() {
        nodes(3);
        votes.remove(node(2));
        unreachable(2);
        votes.remove(node(3));
        assertThat(votes.isMajority()).as("alone, the others have left").isTrue();
    }

    @Test
    void whoCameBackUnderItsAddressIsAnother() {
        nodes(2);
        unreachable(1);
        assertThat(votes.isMajority()).isFalse();
        votes.remove(node(1));
        votes.add(new UniqueAddress(node(1).address(), 99));
        assertThat(votes.isMajority()).isTrue();
    }

    @Test
    void beforeThereIsAClusterNothingIsFenced() {
        assertThat(votes.isMajority()).isTrue();
    }

    @Test
    void whoIsExitingIsNotAloneWhileAnotherStays() {
        nodes(2);
        assertThat(votes.others(node(1))).isEqualTo(1);
        votes.remove(node(1));
        assertThat(votes.others(node(1))).isEqualTo(1);
        votes.remove(node(2));
        assertThat(votes.others(node(1))).isZero();
    }
}
