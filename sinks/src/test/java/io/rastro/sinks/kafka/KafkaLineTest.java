package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.sinks.Tracks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A line over a producer that is told when to go on: what it takes, and what it does when a record fails. */
class KafkaLineTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final StuckProducer producer = new StuckProducer();
    private final KafkaLine line = new KafkaLine(
            KIT.system(),
            settings("queue-size = 100, queue-positions = 1000"),
            producer,
            EventRecords.to(ShortTopics.ALL),
            EgressMeters.in(meters),
            (which, cause) -> broken.add(cause));

    /** Blocks in {@code send}, as a producer does whose buffer is full, until it is let go. */
    private static final class StuckProducer extends MockProducer<byte[], byte[]> {

        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final AtomicInteger begun = new AtomicInteger();
        private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
        private volatile boolean dies;

        StuckProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> one, Callback callback) {
            begun.incrementAndGet();
            if (dies) {
                throw new AssertionError("a bug");
            }
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            callbacks.add(callback);
            return super.send(one, callback);
        }

        /** The brokers have one of the records before those that were sent before it, which go to another partition. */
        void complete(int record) {
            callbacks.get(record).onCompletion(null, null);
        }
    }

    @AfterEach
    void letGo() {
        producer.mayGoOn.countDown();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static EgressSettings settings(String overrides) {
        return EgressSettings.from(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.load().getConfig("rastro.sinks.egress")));
    }

    private boolean offer(long seqNr, int positions) {
        return line.offer(
                new Outgoing("c-17", "courier~c-17", seqNr, Tracks.event(seqNr, positions), acknowledged::add));
    }

    /** From here on what is offered stays in the queue. */
    private void fillTheProducer() {
        assertThat(offer(1, 1)).isTrue();
        await().until(() -> producer.begun.get() == 1);
    }

    private double refused() {
        return count("rastro.egress.refused");
    }

    private double count(String meter) {
        return meters.get(meter).counter().count();
    }

    @Test
    void holdsNoMorePositionsThanItsBound() {
        fillTheProducer();

        assertThat(offer(2, 400)).isTrue();
        assertThat(offer(3, 400)).isTrue();
        assertThat(offer(4, 201)).isFalse();
        assertThat(refused()).isEqualTo(1);
        assertThat(offer(4, 200)).as("what was refused takes no room").isTrue();
        assertThat(offer(5, 1)).isFalse();
        assertThat(line.isOpen()).isTrue();
    }

    @Test
    void takesMoreAsSoonAsTheProducerGoesOn() {
        fillTheProducer();
        assertThat(offer(2, 1_000)).isTrue();
        assertThat(offer(3, 1)).isFalse();

        producer.mayGoOn.countDown();
        await().until(() -> producer.history().size() == 1_001);

        assertThat(offer(3, 1_000)).isTrue();
        await().until(() -> producer.history().size() == 2_001);
    }

    @Test
    void takesAnEventThatIsLargerThanTheBoundWhenItIsAlone() {
        fillTheProducer();

        assertThat(offer(2, 5_000)).isTrue();
        assertThat(offer(3, 1)).isFalse();
    }

    @Test
    void holdsNoMoreEventsThanItsOtherBound() {
        fillTheProducer();
        int taken = 0;
        while (taken < 200 && offer(2 + taken, 1)) {
            taken++;
        }

        assertThat(taken).isEqualTo(100);
    }

    /** What the producer holds behind the record that failed must not go out: the brokers would take it. */
    @Test
    void breaksBeforeTheProducerGoesOnToAnotherRecord() {
        producer.mayGoOn.countDown();
        assertThat(offer(1, 2)).isTrue();
        assertThat(offer(2, 1)).isTrue();
        await().until(() -> producer.history().size() == 3);
        producer.completeNext();

        producer.errorNext(new TimeoutException("given up"));

        assertThat(producer.closed()).isTrue();
        assertThat(line.isOpen()).isFalse();
        assertThat(broken).hasSize(1);
        assertThat(acknowledged).isEmpty();
        assertThat(offer(3, 1)).isFalse();
    }

    /** Or what it was given would be waited for without end. */
    @Test
    void breaksWhenItsStreamDies() {
        producer.dies = true;
        assertThat(offer(1, 1)).isTrue();

        await().untilAsserted(() -> assertThat(broken).hasSize(1));
        assertThat(line.isOpen()).isFalse();
        assertThat(producer.closed()).isTrue();
        assertThat(line.drain(Duration.ofSeconds(5)))
                .as("ends though it is broken")
                .succeedsWithin(Duration.ofSeconds(6));
    }

    @Test
    void tellsWhenItLastAcknowledgedSomething() {
        long opened = line.lastAcknowledgement();
        assertThat(line.hasPublished()).isFalse();
        producer.mayGoOn.countDown();
        offer(1, 1);
        await().until(() -> producer.history().size() == 1);
        assertThat(line.lastAcknowledgement()).isEqualTo(opened);

        producer.completeNext();
        assertThat(line.lastAcknowledgement()).isGreaterThan(opened);
        assertThat(line.hasPublished()).isTrue();
    }

    @Test
    void acknowledgesAnEventWithItsLastRecord() {
        producer.mayGoOn.countDown();
        assertThat(offer(7, 2)).isTrue();
        await().until(() -> producer.history().size() == 2);

        producer.completeNext();
        assertThat(acknowledged).isEmpty();
        producer.completeNext();
        assertThat(acknowledged).containsExactly(7L);
    }

    /** An acknowledgement says that all events before it are stored, too. */
    @Test
    void acknowledgesNoEventBeforeThoseOfItsEntityBeforeIt() {
        producer.mayGoOn.countDown();
        for (long seqNr = 1; seqNr <= 3; seqNr++) {
            assertThat(offer(seqNr, 1)).isTrue();
        }
        assertThat(line.offer(new Outgoing("c-18", "courier~c-18", 90, Tracks.event(90, 1), acknowledged::add)))
                .isTrue();
        await().until(() -> producer.callbacks.size() == 4);

        producer.complete(1);
        assertThat(acknowledged).isEmpty();
        producer.complete(3);
        assertThat(acknowledged).as("of another entity").containsExactly(90L);
        producer.complete(0);
        assertThat(acknowledged).containsExactly(90L, 1L, 2L);
        producer.complete(2);
        assertThat(acknowledged).containsExactly(90L, 1L, 2L, 3L);
    }

    /** Or one partition that is away would have it hold what is stored without end. */
    @Test
    void holdsNoMoreStoredEventsThanItsBound() {
        producer.mayGoOn.countDown();
        for (int event = 0; event <= 100; event++) {
            int sent = event;
            assertThat(offer(1 + event, 1)).isTrue();
            await().until(() -> producer.callbacks.size() == sent + 1);
        }
        for (int record = 1; record <= 100; record++) {
            producer.complete(record);
        }
        assertThat(acknowledged).isEmpty();
        assertThat(offer(200, 1)).isFalse();
        assertThat(refused()).isEqualTo(1);

        producer.complete(0);
        assertThat(acknowledged).hasSize(101).isSorted();
        assertThat(offer(200, 1)).isTrue();
    }

    /** One record, no position. */
    @Test
    void acknowledgesWhatHasNoPositionsAsWell() {
        producer.mayGoOn.countDown();
        OrderChanged changed = new OrderChanged(1, 0, "o-1", OrderChange.DELIVERED);
        assertThat(line.offer(new Outgoing("c-17", "courier~c-17", 8, changed, acknowledged::add)))
                .isTrue();
        assertThat(offer(9, 1)).isTrue();
        await().until(() -> producer.history().size() == 2);

        producer.completeNext();
        assertThat(acknowledged).containsExactly(8L);
        producer.completeNext();
        assertThat(acknowledged).containsExactly(8L, 9L);
        assertThat(count("rastro.egress.events")).isEqualTo(2);
        assertThat(count("rastro.egress.positions")).isEqualTo(1);
    }
}
