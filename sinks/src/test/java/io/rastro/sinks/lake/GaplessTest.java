package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.Attributes;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import io.rastro.sinks.lake.LaneTest.Offset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GaplessTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final List<String> asked = new ArrayList<>();
    private final AtomicBoolean isWanted = new AtomicBoolean(true);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static ConsumerRecord<String, byte[]> at(long offset) {
        return new ConsumerRecord<>("courier.positions", 0, offset, "c", new byte[0]);
    }

    private List<Arrival.Message> through(long from, long... offsets) throws Exception {
        return Source.from(LongStream.of(offsets)
                        .mapToObj(offset -> new CommittableMessage<>(at(offset), new Offset(offset)))
                        .toList())
                .via(new Gapless(
                        from,
                        (begin, before) -> {
                            asked.add(begin + " to " + before);
                            return Source.from(LongStream.range(begin, before)
                                    .mapToObj(GaplessTest::at)
                                    .toList());
                        },
                        isWanted::get))
                .runWith(Sink.seq(), KIT.system())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static List<Long> offsets(List<Arrival.Message> messages) {
        return messages.stream().map(message -> message.record().offset()).toList();
    }

    @Test
    void asksNothingWhileEveryOffsetComes() throws Exception {
        assertThat(offsets(through(3, 3, 4, 5))).containsExactly(3L, 4L, 5L);
        assertThat(asked).isEmpty();
    }

    @Test
    void readsBackBeforeTheFirstThatComes() throws Exception {
        assertThat(offsets(through(3, 5, 6))).containsExactly(3L, 4L, 5L, 6L);
        assertThat(asked).containsExactly("3 to 5");
    }

    @Test
    void passesOverWhatComesAgain() throws Exception {
        assertThat(offsets(through(0, 0, 1, 2, 1, 2, 3, 0, 4))).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(asked).isEmpty();
    }

    @Test
    void onlyWhatTheGroupBroughtCanBeCommitted() throws Exception {
        List<Arrival.Message> messages = through(0, 0, 3, 4);

        assertThat(messages)
                .extracting(message -> message.offset() == null)
                .containsExactly(false, true, true, false, false);
    }

    @Test
    void failsWhenWhatIsMissingCannotBeRead() {
        Source<ConsumerRecord<String, byte[]>, NotUsed> broken = Source.failed(new IllegalStateException("no"));

        assertThatThrownBy(() -> Source.single(new CommittableMessage<>(at(5), new Offset(5)))
                        .via(new Gapless(0, (from, before) -> broken, () -> true))
                        .runWith(Sink.ignore(), KIT.system())
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("no");
    }

    /** The record behind it would be taken for the next one: what lies between would be in no file. */
    @Test
    void nothingComesBehindWhatWasReadInPart() throws Exception {
        List<Arrival.Message> messages = Source.single(new CommittableMessage<>(at(5), new Offset(5)))
                .via(new Gapless(
                        0,
                        (from, before) -> Source.range(0, 1).map(offset -> {
                            isWanted.set(offset < 1);
                            return at(offset);
                        }),
                        isWanted::get))
                .runWith(Sink.seq(), KIT.system())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(offsets(messages)).containsExactly(0L);
    }

    private SinkQueueWithCancel<Arrival.Message> readerOf(
            Source<CommittableMessage<String, byte[]>, NotUsed> came,
            Source<ConsumerRecord<String, byte[]>, NotUsed> missing) {
        return came.via(new Gapless(0, (from, before) -> missing, isWanted::get))
                .runWith(Sink.<Arrival.Message>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), KIT.system());
    }

    private static long next(SinkQueueWithCancel<Arrival.Message> reader) throws Exception {
        return reader.pull()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .orElseThrow()
                .record()
                .offset();
    }

    /** The partition is taken away while its lane is slow. */
    @Test
    void givesAllThatItHasToASlowReaderAfterTheEnd() throws Exception {
        SinkQueueWithCancel<Arrival.Message> reader = readerOf(
                Source.single(new CommittableMessage<>(at(3), new Offset(3))),
                Source.range(0, 2).map(GaplessTest::at));

        for (long offset = 0; offset <= 3; offset++) {
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            assertThat(next(reader)).isEqualTo(offset);
        }
        assertThat(reader.pull().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void endsTheReadingBackWithItsReader() throws Exception {
        CompletableFuture<Done> ended = new CompletableFuture<>();
        SinkQueueWithCancel<Arrival.Message> reader = readerOf(
                Source.single(new CommittableMessage<>(at(1_000), new Offset(1_000))),
                Source.range(0, 999).map(GaplessTest::at).watchTermination((nothing, done) -> {
                    done.whenComplete((it, failure) -> ended.complete(Done.getInstance()));
                    return nothing;
                }));
        assertThat(next(reader)).isZero();
        assertThat(ended).isNotDone();

        reader.cancel();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(Done.getInstance());
    }

    @Test
    void goesOnBehindAGapOfWhichKafkaHasNothing() throws Exception {
        SinkQueueWithCancel<Arrival.Message> reader = readerOf(
                Source.from(List.of(
                        new CommittableMessage<>(at(2), new Offset(2)),
                        new CommittableMessage<>(at(3), new Offset(3)))),
                Source.empty());

        assertThat(next(reader)).isEqualTo(2);
        assertThat(next(reader)).isEqualTo(3);
    }

    /** A group that is set back, jumps ahead and loses records as it likes. */
    @RepeatedTest(50)
    void givesEveryRecordOnceAndInOrder(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        long[] came = new long[1 + random.nextInt(60)];
        long at = random.nextInt(20);
        for (int i = 0; i < came.length; i++) {
            came[i] = at;
            at = random.nextInt(5) > 0 ? at + 1 : Math.max(0, at + random.nextInt(21) - 10);
        }
        long from = random.nextInt(20);
        long last = LongStream.of(came).max().orElseThrow();

        assertThat(offsets(through(from, came)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(from, last).boxed().toList());
    }
}
