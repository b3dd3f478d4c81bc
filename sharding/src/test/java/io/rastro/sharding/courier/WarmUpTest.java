package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final int SHARDS = CouriersTest.SETTINGS.numberOfShards();

    /** Each courier that is started and leaves is two events of what its shard remembers. */
    @Test
    void ofShardsThatAreThereOneIsAsked() throws Exception {
        try (OnlyNode node = new OnlyNode("")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> remembered(node) == 2 * SHARDS);

            node.warmUp();

            await().atMost(Duration.ofSeconds(10)).until(() -> remembered(node) == 2 * (SHARDS + 1));
            Thread.sleep(300);
            assertThat(remembered(node)).isEqualTo(2 * (SHARDS + 1));
        }
    }

    private static int remembered(OnlyNode node) {
        return IntStream.range(0, SHARDS)
                .map(shard -> node.journal.count("/sharding/courierShard/" + shard))
                .sum();
    }
}
