package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone: a node has a second to be told which shards are there. */
@Isolated
class WarmUpTest {

    private static final int SHARDS = CouriersTest.SETTINGS.numberOfShards();

    private static final int CLUSTERS = 3;

    /** A node that is not told in time which shards are there asks one of each: not in every cluster. */
    @Test
    void ofShardsThatAreThereOneIsAsked() throws Exception {
        List<Integer> askedFor = new ArrayList<>();
        do {
            askedFor.add(questionsOfTheSecondNode());
        } while (askedFor.size() < CLUSTERS && askedFor.get(askedFor.size() - 1) >= SHARDS);
        assertThat(askedFor).last(INTEGER).isBetween(1, SHARDS - 1);
    }

    /** Each courier that is started and leaves is two events of what its shard remembers; a question may be repeated. */
    private static int questionsOfTheSecondNode() throws Exception {
        try (WarmNode first = WarmNode.first("")) {
            int before = remembered(first);
            assertThat(before).isGreaterThanOrEqualTo(2 * SHARDS);

            try (WarmNode second = first.another()) {
                return (remembered(first, second) - before) / 2;
            }
        }
    }

    /** When all have left again. */
    private static int remembered(WarmNode... nodes) {
        AtomicInteger last = new AtomicInteger();
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(400))
                .until(() -> {
                    int now = Arrays.stream(nodes).mapToInt(WarmUpTest::events).sum();
                    return now % 2 == 0 && now > 0 && now == last.getAndSet(now);
                });
        return last.get();
    }

    private static int events(WarmNode node) {
        return IntStream.range(0, SHARDS)
                .map(shard -> node.journal.count("/sharding/courierShard/" + shard))
                .sum();
    }
}
