package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.UniqueAddress;
import org.junit.jupiter.api.Test;

class VotesTest {

    private final Votes votes = new Votes();

    private static UniqueAddress node(int last) {
        return new UniqueAddress(new Address("akka", "rastro", "10.0.0." + last, 25520), last);
    }

    private void nodes(int count) {
        for (int i = 1; i <= count; i++) {
            votes.add(node(i));
        }
    }

    @Test
    void oneOfThreeAloneIsNoMajority() {
        nodes(3);
        votes.reaches(node(1), false);
        assertThat(votes.isMajority()).as("two of three").isTrue();
        votes.reaches(node(2), false);
        assertThat(votes.isMajority()).isFalse();
        votes.reaches(node(1), true);
        assertThat(votes.isMajority()).as("healed").isTrue();
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressIsTheMajority() {
        nodes(4);
        votes.reaches(node(3), false);
        votes.reaches(node(4), false);
        assertThat(votes.isMajority()).isTrue();
        votes.reaches(node(3), true);
        votes.reaches(node(4), true);
        votes.reaches(node(1), false);
        votes.reaches(node(2), false);
        assertThat(votes.isMajority()).isFalse();
    }

    @Test
    void whoLeftDoesNotCount() {
        nodes(3);
        votes.remove(node(2));
        votes.reaches(node(2), false);
        votes.forget(node(3));
        assertThat(votes.isMajority()).as("alone, the others have left").isTrue();
    }

    @Test
    void whoCameBackUnderItsAddressIsAnother() {
        nodes(2);
        votes.reaches(node(1), false);
        assertThat(votes.isMajority()).isFalse();
        votes.forget(node(1));
        votes.add(new UniqueAddress(node(1).address(), 99));
        assertThat(votes.isMajority()).isTrue();
    }

    @Test
    void beforeThereIsAClusterNothingIsFenced() {
        assertThat(votes.isMajority()).isTrue();
    }
}
