package io.rastro.sinks.lake;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.traced;
import static io.rastro.sinks.Tracks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.kafka.ConsumerMessage;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.kafka.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final TopicPartition PARTITION = new TopicPartition("courier.positions", 0);
    private static final LakeSettings SETTINGS = SinksSettings.from(ConfigFactory.parseString(
                            "rastro.sinks.lake { max-records = 3, max-span = 10 s, max-age = 60 s, max-idle = 5 s }")
                    .withFallback(ConfigFactory.load()))
            .lake();

    private final SetClock wall = new SetClock();
    private final List<Batch> closed = new ArrayList<>();

    /** @param ends by first offset, of batches of which nothing else was noted */
    private Lane<TracedPosition> laneFrom(long firstOffset, Map<Long, Long> ends) {
        Map<Long, Decided> decided = new HashMap<>();
        ends.forEach((first, end) -> decided.put(first, new Decided(end, null)));
        return laneOf(firstOffset, decided);
    }

    private Lane<TracedPosition> laneOf(long firstOffset, Map<Long, Decided> decided) {
        return new Lane<>(
                new Start(PARTITION, firstOffset, 0, decided),
                SETTINGS,
                Datasets.positions(TopicNames.USUAL),
                Tracks.reader(),
                wall);
    }

    private void record(Lane<TracedPosition> lane, long offset, long seqNr, long timestamp) {
        record(lane, offset, value(traced("c", seqNr, 0, NOON)), timestamp);
    }

    private void record(Lane<TracedPosition> lane, long offset, byte[] value, long timestamp) {
        record(lane, offset, value, timestamp, new RecordHeaders());
    }

    private void record(Lane<TracedPosition> lane, long offset, byte[] value, long timestamp, RecordHeaders headers) {
        ConsumerRecord<String, byte[]> record = of(offset, value, timestamp, headers);
        closed.addAll(lane.next(new Arrival.Message(record, new Offset(offset))));
    }

    private static ConsumerRecord<String, byte[]> of(long offset, long seqNr) {
        return of(offset, value(traced("c", seqNr, 0, NOON)), 0, new RecordHeaders());
    }

    private static ConsumerRecord<String, byte[]> of(long offset, byte[] value, long timestamp, RecordHeaders headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                value.length,
                "c",
                value,
                headers,
                Optional.empty());
    }

    private void tick(Lane<TracedPosition> lane, long seconds) {
        wall.now = wall.now.plusSeconds(seconds);
        closed.addAll(lane.next(Arrival.Tick.TICK));
    }

    @Test
    void closesByCount() {
        Lane<TracedPosition> lane = laneFrom(10, Map.of());
        for (int i = 0; i < 7; i++) {
            record(lane, 10 + i, 1 + i, 0);
        }

        assertThat(closed).extracting(Batch::firstOffset).containsExactly(10L, 13L);
        assertThat(closed).extracting(Batch::endOffset).containsExactly(13L, 16L);
        assertThat(closed).extracting(Batch::size).containsExactly(3, 3);
    }

    @Test
    void closesByTheRecordClock() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, 1, 1_000);
        record(lane, 1, 2, 11_000);

        assertThat(closed).extracting(Batch::endOffset).containsExactly(2L);
    }

    @Test
    void closesWhenIdleAndWhenOld() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        tick(lane, 1_000);
        assertThat(closed).isEmpty();
        record(lane, 0, 1, 0);
        tick(lane, 4);
        assertThat(closed).isEmpty();
        tick(lane, 1);
        assertThat(closed).hasSize(1);
    }

    @Test
    void endsWhereItWasFixedWhateverTheSettingsSay() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of(0L, 5L, 5L, 6L));
        for (int i = 0; i < 4; i++) {
            record(lane, i, 1 + i, i * 60_000L);
            tick(lane, 100);
        }
        assertThat(closed).isEmpty();
        record(lane, 4, 5, 0);
        record(lane, 5, 6, 0);

        assertThat(closed).extracting(Batch::endOffset).containsExactly(5L, 6L);
    }

    @Test
    void readsBackOnlyToRecogniseWhatWasPublishedBefore() {
        Lane<TracedPosition> lane = laneFrom(2, Map.of());
        record(lane, 0, 1, 0);
        record(lane, 1, 2, 0);
        record(lane, 2, 2, 0);
        record(lane, 3, 3, 0);
        record(lane, 4, 4, 0);

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).size()).isEqualTo(2);
        assertThat(closed.get(0).dropped()).isEqualTo(1);
    }

    @Test
    void goesOnBehindWhatKafkaItselfDoesNotHave() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, 1, 0);
        record(lane, 3, 2, 0);

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).size()).isEqualTo(2);
        assertThat(closed.get(0).endOffset()).isEqualTo(4);
    }

    /** Its files may be complete, and a batch without an end would grow without bound. */
    @Test
    void failsWhenABatchCannotEndWhereItDidBefore() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of(0L, 3L));
        record(lane, 0, 1, 0);

        assertThatThrownBy(() -> record(lane, 3, 2, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("up to offset 3");
    }

    @Test
    void commitsWhatTheGroupBroughtOnly() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of(0L, 1L, 1L, 2L));
        record(lane, 0, 1, 0);
        closed.addAll(lane.next(new Arrival.Message(of(1, 2), null)));

        assertThat(closed).extracting(Batch::endOffset).containsExactly(1L, 2L);
        assertThat(closed.get(0).offset()).isPresent();
        assertThat(closed.get(1).offset()).isEmpty();
    }

    @Test
    void keepsWhatCannotBeRead() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, 1, 0);
        record(lane, 1, new byte[] {1, 2, 3}, 0);
        record(lane, 2, 2, 0);

        assertThat(closed.get(0).size()).isEqualTo(2);
        assertThat(closed.get(0).unreadable())
                .extracting(Batch.Unreadable::reason)
                .containsExactly("the value is not in the Confluent wire format");
    }

    private static RecordHeaders named(long seqNr) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("event_id", ("courier~c~" + seqNr + "~0").getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static RecordHeaders copyFor(String sink, long seqNr) {
        RecordHeaders headers = named(seqNr);
        new Retry(sink, 1).headers().forEach(headers::add);
        return headers;
    }

    /** The letter stands for the event: what comes again is a repetition, whether it can be read or not. */
    @Test
    void aRecordThatCannotBeReadIsTheFirstPublicationOfItsEvent() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, new byte[] {1, 2, 3}, 0, named(1));
        record(lane, 1, new byte[] {1, 2, 3}, 0, named(1));
        record(lane, 2, value(traced("c", 1, 0, NOON)), 0, named(1));

        assertThat(closed.get(0).unreadable()).hasSize(1);
        assertThat(closed.get(0).size()).isZero();
        assertThat(closed.get(0).dropped()).isEqualTo(2);
    }

    @Test
    void staysWithWhatCouldNotBeReadWhenTheBatchWasBegun() {
        Lane<TracedPosition> lane = laneOf(0, Map.of(0L, new Decided(3, Set.of(1L))));
        record(lane, 0, 1, 0);
        record(lane, 1, 2, 0);
        record(lane, 2, 3, 0);

        assertThat(closed.get(0).size()).isEqualTo(2);
        assertThat(closed.get(0).unreadable())
                .extracting(unreadable -> unreadable.record().offset())
                .containsExactly(1L);
    }

    @Test
    void doesNotWriteABatchAgainWithoutARowThatItHad() {
        Lane<TracedPosition> lane = laneOf(0, Map.of(0L, new Decided(3, Set.of())));
        record(lane, 0, 1, 0);

        assertThatThrownBy(() -> record(lane, 1, new byte[] {1, 2, 3}, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be read any more");
    }

    @Test
    void takesItsOwnCopiesOutOfOrderAndNoOthers() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, 7, 0);
        record(lane, 1, value(traced("c", 3, 0, NOON)), 0, copyFor(SETTINGS.groupId(), 3));
        record(lane, 2, value(traced("c", 3, 0, NOON)), 0, copyFor("rastro-table", 3));
        record(lane, 3, 8, 0);
        record(lane, 4, new byte[] {1, 2, 3}, 0, copyFor(SETTINGS.groupId(), 4));
        record(lane, 5, new byte[] {1, 2, 3}, 0, copyFor("rastro-table", 4));

        assertThat(closed.get(0).retried()).extracting(Batch.Retried::eventId).containsExactly("courier~c~3~0");
        assertThat(closed.get(0).size()).isEqualTo(1);
        assertThat(closed.get(1).size()).as("8 is new").isEqualTo(1);
        assertThat(closed.get(1).unreadable()).hasSize(1);
        Batch first = closed.get(0);
        first.addRowsOf(Set.copyOf(first.retried()));
        assertThat(first.size()).isEqualTo(2);
    }

    @Test
    void groupsByTheHourOfTheFix() {
        Lane<TracedPosition> lane = laneFrom(0, Map.of());
        record(lane, 0, value(traced("c", 1, 0, NOON)), 0);
        record(lane, 1, value(traced("c", 2, 0, NOON.minusSeconds(1))), 0);
        record(lane, 2, value(traced("c", 3, 0, NOON.plusSeconds(1))), 0);

        int noon = (int) (NOON.getEpochSecond() / 3_600);
        assertThat(closed.get(0).byHour()).extracting(Batch.HourOfRows::hour).containsExactly(noon - 1, noon);
        assertThat(closed.get(0).byHour().get(1).values()).hasSize(2);
    }

    record Offset(long offset) implements ConsumerMessage.CommittableOffset {
        @Override
        public ConsumerMessage.PartitionOffset partitionOffset() {
            return new ConsumerMessage.PartitionOffset(
                    new ConsumerMessage.GroupTopicPartition("g", PARTITION.topic(), PARTITION.partition()), offset);
        }

        @Override
        public CompletionStage<Done> commitJavadsl() {
            return CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public scala.concurrent.Future<Done> commitScaladsl() {
            throw new UnsupportedOperationException();
        }

        @Override
        public scala.concurrent.Future<Done> commitInternal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long batchSize() {
            return 1;
        }
    }
}
