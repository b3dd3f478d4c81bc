package io.rastro.sinks.kafka;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.ActorAttributes;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.rastro.protocol.Egress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer with the queue before it: a bounded queue → records → {@link Producer#send} → acknowledgement.
 *
 * <p>The first record that fails breaks the line, on the producer's own thread, before the producer goes on to another
 * batch: an idempotent producer would otherwise forget the lost batch and send the ones behind it, and the brokers would
 * hold a key's later events without the earlier ones. Nothing else is on the wire by then: one request at a time. (This
 * is why {@code send} is called here and not by a generic producer stage, which learns of a failure later, on another
 * thread; it also saves two promises a record.) When the stream itself dies, of a bug, the line breaks too.
 *
 * <p>The events of one entity are acknowledged in their order, see {@link InOrder}.
 */
final class KafkaLine implements Egress.Line {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLine.class);

    private final Producer<byte[], byte[]> producer;
    private final EventRecords records;
    private final EgressMeters meters;
    private final BiConsumer<KafkaLine, Throwable> onBroken;
    private final Executor blocking;
    private final BoundedSourceQueue<Egress.Outgoing> queue;
    private final CompletionStage<Done> allSent;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong queuedRecords = new AtomicLong();
    private final InOrder order = new InOrder();
    private final int maxRecords;
    private final int maxHeld;
    private final long opened = System.nanoTime();
    private volatile long lastAcknowledgement = opened;

    KafkaLine(
            ActorSystem<?> system,
            EgressSettings settings,
            Producer<byte[], byte[]> producer,
            EventRecords records,
            EgressMeters meters,
            BiConsumer<KafkaLine, Throwable> onBroken) {
        this.producer = producer;
        this.records = records;
        this.meters = meters;
        this.onBroken = onBroken;
        this.maxRecords = settings.queuePositions();
        this.maxHeld = settings.queueSize();
        this.blocking = system.dispatchers().lookup(blockingDispatcher());
        Pair<BoundedSourceQueue<Egress.Outgoing>, CompletionStage<Done>> running = Source.<Egress.Outgoing>queue(
                        settings.queueSize())
                .toMat(Sink.foreach(this::send), Keep.both())
                .withAttributes(ActorAttributes.dispatcher("rastro.sinks.blocking-dispatcher"))
                .run(system);
        this.queue = running.first();
        this.allSent = running.second();
        var unused = allSent.whenComplete((done, failure) -> {
            if (failure != null) {
                breakOff(failure);
            }
        });
    }

    static KafkaLine open(
            ActorSystem<?> system,
            KafkaSettings kafka,
            EgressSettings settings,
            EventRecords records,
            EgressMeters meters,
            BiConsumer<KafkaLine, Throwable> onBroken) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                ProducerProperties.of(kafka, settings), new ByteArraySerializer(), new ByteArraySerializer());
        return new KafkaLine(system, settings, producer, records, meters, onBroken);
    }

    private static akka.actor.typed.DispatcherSelector blockingDispatcher() {
        return akka.actor.typed.DispatcherSelector.fromConfig("rastro.sinks.blocking-dispatcher");
    }

    @Override
    public boolean offer(Egress.Outgoing item) {
        int count = records.countOf(item);
        // What is alone in the queue is taken whatever its size, or it could never leave.
        boolean fits = queuedRecords.getAndAdd(count) == 0 || queuedRecords.get() <= maxRecords;
        boolean taken =
                fits && order.held() < maxHeld && open.get() && queue.offer(item) == QueueOfferResult.enqueued();
        if (!taken) {
            queuedRecords.addAndGet(-count);
            meters.refused().increment();
        }
        return taken;
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public long lastAcknowledgement() {
        return lastAcknowledgement;
    }

    boolean hasPublished() {
        return lastAcknowledgement != opened;
    }

    int queued() {
        return queue.size();
    }

    /** Waits at most this long for what was taken; any rest is given up. */
    CompletionStage<Done> drain(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        takeNoMore();
        return allSent.toCompletableFuture()
                .copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (done, notAllSent) -> {
                            producer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
                            open.set(false);
                            return Done.getInstance();
                        },
                        blocking);
    }

    /** Blocks while the producer's buffer is full. */
    private void send(Egress.Outgoing item) {
        int count = records.countOf(item);
        queuedRecords.addAndGet(-count);
        if (!open.get()) {
            return;
        }
        try {
            List<ProducerRecord<byte[], byte[]>> all = records.of(item);
            if (all.size() != count) {
                throw new IllegalStateException("an event came to " + all.size() + " records instead of " + count);
            }
            Pending pending = new Pending(item, count);
            for (ProducerRecord<byte[], byte[]> one : all) {
                producer.send(one, pending);
            }
        } catch (RuntimeException refused) {
            breakOff(refused);
        }
    }

    private void breakOff(Throwable cause) {
        if (open.compareAndSet(true, false)) {
            producer.close(Duration.ZERO);
            takeNoMore();
            meters.broken().increment();
            onBroken.accept(this, cause);
        }
    }

    private void takeNoMore() {
        try {
            queue.complete();
        } catch (IllegalStateException ended) {
            LOG.trace("it takes nothing more already", ended);
        }
    }

    /**
     * Counts one journal event's records, without the event: it may wait long for one partition. All of its calls come on the
     * producer's one thread, except failures.
     */
    private final class Pending implements Callback {

        private final InOrder.Sent sent;
        private final Class<?> type;
        private final int items;
        private int left;

        Pending(Egress.Outgoing item, int count) {
            this.sent = order.sent(item);
            this.type = item.event().getClass();
            this.items = item.event().size();
            this.left = count;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null) {
                breakOff(failure);
            } else if (--left == 0) {
                meters.events().increment();
                records.stored(type, items, meters);
                for (InOrder.Sent each : order.stored(sent)) {
                    lastAcknowledgement = System.nanoTime();
                    each.acknowledge();
                }
            }
        }
    }
}
