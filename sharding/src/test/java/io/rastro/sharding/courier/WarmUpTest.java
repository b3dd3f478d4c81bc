package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final int SHARDS = CouriersTest.SETTINGS.numberOfShards();

    /** Each courier that is started and leaves is two events of what its shard remembers; a question may be repeated. */
    @Test
    void ofShardsThatAreThereOneIsAsked() throws Exception {
        try (WarmNode first = WarmNode.first("")) {
            int before = remembered(first);
            assertThat(before).isGreaterThanOrEqualTo(2 * SHARDS);

            try (WarmNode second = first.another()) {
                assertThat(remembered(first, second)).isBetween(before + 2, before + 2 * SHARDS - 2);
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
