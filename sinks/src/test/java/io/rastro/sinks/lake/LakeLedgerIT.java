package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sinks.SinksStack;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LakeLedgerIT {

    /** More than are read at once. */
    private static final int BATCHES = 250;

    private static final long LENGTH = 700;
    private static final TopicPartition PARTITION = new TopicPartition("ledger.positions", 3);

    private static SinksStack stack;
    private static LakeLedger ledger;

    @BeforeAll
    static void noteBatches() {
        stack = SinksStack.node("ledger", "");
        ledger = LakeLedger.open(stack.session, stack.settings.lake(), stack.settings.table());
        for (long batch = 0; batch < BATCHES; batch++) {
            stack.session.execute(
                    "INSERT INTO rastro.lake_batches (topic, kafka_partition, first_offset, end_offset, record_clock)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    PARTITION.topic(),
                    PARTITION.partition(),
                    batch * LENGTH,
                    (batch + 1) * LENGTH,
                    Instant.ofEpochMilli(batch));
        }
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    private static Map<Long, Long> from(long offset) throws Exception {
        Map<Long, Long> ends = new HashMap<>();
        ledger.from(PARTITION, offset)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .forEach((first, decided) -> ends.put(first, decided.endOffset()));
        return ends;
    }

    private static Optional<LakeLedger.Entry> upTo(long offset) throws Exception {
        return ledger.upTo(PARTITION, offset).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** The table is clustered newest first, and the newest hundred do not hold the end that is needed next. */
    @Test
    void findsTheNextEndsHoweverManyAreNotedAfterThem() throws Exception {
        Map<Long, Long> nextHundred = new HashMap<>();
        for (long batch = 20; batch < 120; batch++) {
            nextHundred.put(batch * LENGTH, (batch + 1) * LENGTH);
        }

        assertThat(from(20 * LENGTH)).isEqualTo(nextHundred);
        assertThat(from(249 * LENGTH)).containsExactly(Map.entry(249 * LENGTH, 250 * LENGTH));
        assertThat(from(250 * LENGTH)).isEmpty();
    }

    @Test
    void findsTheLastBatchThatBeginsAtOrBefore() throws Exception {
        assertThat(upTo(20 * LENGTH)).contains(new LakeLedger.Entry(20 * LENGTH, 21 * LENGTH, 20));
        assertThat(upTo(21 * LENGTH - 1)).contains(new LakeLedger.Entry(20 * LENGTH, 21 * LENGTH, 20));
        assertThat(upTo(Long.MAX_VALUE)).contains(new LakeLedger.Entry(249 * LENGTH, 250 * LENGTH, 249));
        assertThat(upTo(-1)).isEmpty();
    }
}
