package io.rastro.sinks.lake;

import io.rastro.sinks.kafka.Published;
import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.lake.Batch.HourOfRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One partition of a dataset's topic, the sinks that read it, what they note and what they store: in memory, step by step. */
final class SimulatedLake<T> {

    private static final byte[] GARBAGE = {1, 2, 3};
    private static final int MOST_NODES = 3;

    private final Dataset<T> dataset;
    private final LakeSettings settings;
    private final Random random;
    private final TopicPartition partition;
    private final ParquetFiles<T> files;
    private final List<ConsumerRecord<String, byte[]>> topic = new ArrayList<>();
    private final Map<Long, byte[]> readable = new HashMap<>();
    private final TreeMap<Long, Noted> ledger = new TreeMap<>();
    private final Map<String, Long> claims = new HashMap<>();
    private final Map<String, byte[]> objects = new HashMap<>();
    private final Set<Long> letters = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();
    private long committed;

    private record Noted(long endOffset, long clock, Set<Long> unreadable) {
        Decided decided() {
            return new Decided(endOffset, unreadable);
        }
    }

    /** Killed, or lost its partition and noticed. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    SimulatedLake(Dataset<T> dataset, LakeSettings settings, Random random) {
        this.dataset = dataset;
        this.settings = settings;
        this.random = random;
        this.partition = new TopicPartition(dataset.topic(), 0);
        this.files = new ParquetFiles<>(dataset, dataset.reader(Published::schema), 1);
    }

    String topic() {
        return dataset.topic();
    }

    /** Now and then something that cannot be read. */
    void append(ConsumerRecord<String, byte[]> record) {
        boolean isReadable = random.nextInt(20) > 0;
        readable.put((long) topic.size(), record.value());
        topic.add(Published.at(topic.size(), record, record.timestamp(), isReadable ? record.value() : GARBAGE));
    }

    /** Some records are read, by whichever node; some of these are killed, others begin. */
    void goOn(int records) {
        for (int i = 0; i < records; i++) {
            if (nodes.isEmpty() || (nodes.size() < MOST_NODES && random.nextInt(15) == 0)) {
                nodes.add(new Node());
            }
            Node node = nodes.get(random.nextInt(nodes.size()));
            try {
                node.step(true);
            } catch (EndedException ended) {
                nodes.remove(node);
            }
        }
    }

    /** The last node reads all that there is. */
    void finish() {
        Node last = new Node();
        nodes.add(last);
        while (committed < topic.size()) {
            last.step(false);
        }
    }

    /** Each letter, as the command does that was killed before it noted that. */
    void putBackTwice() {
        for (int time = 0; time < 2; time++) {
            for (long offset : letters) {
                ConsumerRecord<String, byte[]> original = topic.get((int) offset);
                ConsumerRecord<String, byte[]> copy =
                        Published.at(topic.size(), original, original.timestamp(), readable.get(offset));
                new Retry(settings.groupId(), 1).headers().forEach(copy.headers()::add);
                topic.add(copy);
            }
        }
    }

    /** Of all rows. */
    List<String> eventIds() throws IOException {
        List<String> ids = new ArrayList<>();
        for (byte[] object : objects.values()) {
            LakeObject read = LakeObject.open(new InMemory(object));
            for (int group = 0; group < read.rowGroups(); group++) {
                read.eventIds(group, ids::add);
            }
        }
        return ids;
    }

    /** How much of it one who reads all from the beginning misses. */
    long missing() {
        Lane<T> lane =
                new Lane<>(new Start(partition, 0, 0, Map.of()), settings, dataset, dataset.reader(Published::schema));
        long missing = 0;
        for (ConsumerRecord<String, byte[]> record : topic) {
            for (Batch batch : lane.next(new Arrival.Message(record, null))) {
                missing += batch.missing();
            }
        }
        return missing;
    }

    /** As {@link Starts} finds it. */
    private Start start() {
        long first = committed;
        Map<Long, Decided> decided = new HashMap<>();
        ledger.tailMap(first).forEach((begin, noted) -> decided.put(begin, noted.decided()));
        var before = ledger.lowerEntry(first);
        if (before == null) {
            return new Start(partition, first, first, decided);
        }
        long since = before.getValue().clock() - settings.dedupeHorizon().toMillis();
        long from = first;
        for (int offset = (int) first - 1; offset >= 0; offset--) {
            from = topic.get(offset).timestamp() >= since ? offset : from;
        }
        return new Start(partition, first, from, decided);
    }

    /** A sink with its lane; only the youngest has the partition, and may commit. */
    private final class Node {

        private final SetClock wall = new SetClock();
        private final Lane<T> lane;
        private long next;

        Node() {
            Start start = start();
            this.lane = new Lane<>(start, settings, dataset, dataset.reader(Published::schema), wall);
            this.next = start.readFrom();
        }

        void step(boolean mayEnd) {
            boolean isIdle = next == topic.size();
            wall.now = isIdle || random.nextInt(20) == 0
                    ? wall.now.plus(settings.roll().maxAge())
                    : wall.now;
            List<Batch> closed = isIdle
                    ? lane.next(Arrival.Tick.TICK)
                    : lane.next(new Arrival.Message(topic.get((int) next++), null));
            for (Batch batch : closed) {
                write(batch, mayEnd);
            }
        }

        /** As {@code LakeSink} does, and dead at any line. */
        private void write(Batch batch, boolean mayEnd) {
            end(mayEnd);
            fixEnd(batch);
            end(mayEnd);
            Set<Batch.Retried> claimed = new HashSet<>();
            for (Batch.Retried copy : batch.retried()) {
                if (claims.computeIfAbsent(copy.eventId(), first -> copy.offset()) == copy.offset()) {
                    claimed.add(copy);
                }
            }
            batch.addRowsOf(claimed);
            for (HourOfRows hour : batch.byHour()) {
                end(mayEnd);
                objects.put(ObjectNames.of(partition, batch.firstOffset(), hour.hour()), files.encode(hour.values()));
            }
            end(mayEnd);
            batch.unreadable()
                    .forEach(unreadable -> letters.add(unreadable.record().offset()));
            end(mayEnd);
            if (nodes.get(nodes.size() - 1) == this) {
                committed = batch.endOffset();
            }
        }

        private void fixEnd(Batch batch) {
            Set<Long> unreadable = new HashSet<>();
            batch.unreadable().forEach(each -> unreadable.add(each.record().offset()));
            Noted own = new Noted(batch.endOffset(), batch.clock(), unreadable);
            Noted there = ledger.putIfAbsent(batch.firstOffset(), own);
            if (there != null
                    && !(there.endOffset() == own.endOffset()
                            && there.unreadable().equals(unreadable))) {
                throw new EndedException();
            }
        }

        private void end(boolean mayEnd) {
            if (mayEnd && random.nextInt(8) == 0) {
                throw new EndedException();
            }
        }
    }

    private record InMemory(byte[] bytes) implements ObjectBytes {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] read(long position, int length) {
            return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
        }
    }
}
