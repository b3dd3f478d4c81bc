package io.rastro.sharding.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * An outbox between a journal that sometimes fails and a backbone that is sometimes full, sometimes breaks and sometimes
 * forgets to acknowledge.
 */
class OutboxTest {

    private static final Duration OVERDUE = Duration.ofSeconds(30);
    private static final PositionsRecorded EVENT =
            new PositionsRecorded(0, 0, 0, null, List.of(Position.of(Instant.EPOCH, 1, 2)));
    /** A write that failed and came late. */
    private static final PositionsRecorded LATE =
            new PositionsRecorded(0, 0, 0, null, List.of(Position.of(Instant.EPOCH, 8, 9)));

    @Property(tries = 2_000)
    void publishesEveryEventInTheOrderOfTheJournalWhateverHappens(@ForAll long seed) {
        World world = new World(seed);
        for (int step = 0; step < 150; step++) {
            world.somethingHappens();
        }
        world.calmDown();

        Set<Long> firstAppearances = new LinkedHashSet<>(world.published);
        assertThat(firstAppearances).containsExactlyElementsOf(world.recorded());
    }

    @Property(tries = 500)
    void neverClaimsThatSomethingIsPublishedThatIsNot(@ForAll long seed) {
        World world = new World(seed);
        for (int step = 0; step < 150; step++) {
            world.somethingHappens();
            assertThat(world.published)
                    .containsAll(world.recorded().stream()
                            .filter(seqNr -> seqNr <= world.outbox.publishedUpTo())
                            .toList());
        }
    }

    @Test
    void goesDirectlyWhileTheLineTakesEverything() {
        World world = new World(1);
        world.full = false;
        world.persist(EVENT);
        world.persist(EVENT);
        assertThat(world.line.taken).hasSize(2);
        assertThat(world.outbox.wantsToRead()).isFalse();
        assertThat(world.outbox.isPublished()).isFalse();
        world.line.publishAndAcknowledge(2);
        world.deliver();
        assertThat(world.outbox.isPublished()).isTrue();
        assertThat(world.outbox.publishedUpTo()).isEqualTo(2);
    }

    @Test
    void aMarkerAboveTheWatermarkIsPassed() {
        World world = new World(1);
        world.full = false;
        world.journal.addAll(List.of(EVENT, new OutboxDrained(1)));
        world.restart(0);
        world.calmDown();
        assertThat(world.outbox.isPublished()).isTrue();
        assertThat(world.outbox.publishedUpTo()).isEqualTo(2);
    }

    @Test
    void readsNothingWhileThereIsNoOpenLineAndLittleAfterAFailure() {
        World world = new World(1);
        world.journal.add(EVENT);
        world.restart(0);
        world.breakLine();
        world.away = true;
        assertThat(world.outbox.wantsToRead()).isTrue();
        assertThat(world.outbox.pieceToRead()).isEqualTo(100);
        assertThat(world.outbox.takeUpLine()).isFalse();
        assertThat(world.outbox.failures()).isEqualTo(1);
        assertThat(world.outbox.pieceToRead()).isEqualTo(1);
    }

    @Test
    void whatComesWhileTheReadingWaitsForItsTurnIsReadAsWellAndTheNextEventGoesDirectly() {
        World world = new World(1);
        world.journal.add(EVENT);
        world.restart(0);
        world.maybeRead(2);
        world.read();
        assertThat(world.line.taken).extracting(Egress.Outgoing::seqNr).containsExactly(1L, 2L, 3L);
        world.persist(EVENT);
        assertThat(world.line.taken).extracting(Egress.Outgoing::seqNr).endsWith(4L);
    }

    @Test
    void whatIsNotAcknowledgedInTimeIsHandedOverAgainAfterEverLongerWaits() {
        World world = new World(1);
        world.persist(EVENT);
        world.persist(EVENT);
        world.timePasses(OVERDUE);
        world.outbox.check();
        assertThat(world.outbox.wantsToRead()).isFalse();

        world.timePasses(Duration.ofNanos(1));
        world.outbox.check();
        assertThat(world.outbox.wantsToRead()).isTrue();
        assertThat(world.outbox.failures()).as("waits before it reads").isEqualTo(1);
        world.read();
        assertThat(world.line.taken).extracting(Egress.Outgoing::seqNr).containsExactly(1L, 2L, 1L);

        for (int doubling = 1; doubling <= 6; doubling++) {
            world.timePasses(OVERDUE.multipliedBy(1L << Math.min(4, doubling)));
            world.outbox.check();
            assertThat(world.outbox.wantsToRead()).isFalse();
            world.timePasses(Duration.ofNanos(1));
            world.outbox.check();
            world.read();
            assertThat(world.line.taken).as("one event a time").hasSize(3 + doubling);
        }

        world.line.publishAndAcknowledge(3);
        world.deliver();
        assertThat(world.outbox.isPublished()).isTrue();
        world.persist(EVENT);
        assertThat(world.line.taken).extracting(Egress.Outgoing::seqNr).endsWith(1L, 3L);
    }

    @Test
    void aLineThatAcknowledgesNobodyIsWaitedFor() {
        World world = new World(1);
        world.persist(EVENT);
        world.timePasses(OVERDUE.dividedBy(2));
        world.silentSince = world.nanos;
        for (int i = 0; i < 20; i++) {
            world.timePasses(OVERDUE);
            world.outbox.check();
            assertThat(world.outbox.wantsToRead()).isFalse();
        }
        assertThat(world.line.taken).hasSize(1);

        world.silentSince = null;
        world.outbox.check();
        assertThat(world.outbox.wantsToRead()).isTrue();
    }

    @Test
    void whatIsAcknowledgedLittleByLittleIsNotOverdue() {
        World world = new World(1);
        for (int i = 0; i < 5; i++) {
            world.persist(EVENT);
        }
        for (int i = 0; i < 5; i++) {
            world.timePasses(OVERDUE);
            world.line.publishAndAcknowledge(1);
            world.deliver();
            world.outbox.check();
            assertThat(world.outbox.wantsToRead()).isFalse();
        }
        assertThat(world.outbox.isPublished()).isTrue();
    }

    @Test
    void holdsNoEvents() {
        assertThat(Arrays.stream(Outbox.class.getDeclaredFields()).<Class<?>>map(field -> field.getType()))
                .containsOnly(
                        int.class,
                        long.class,
                        boolean.class,
                        String.class,
                        Duration.class,
                        LongSupplier.class,
                        Egress.class,
                        Egress.Line.class,
                        Egress.Acknowledgement.class);
    }

    /** Everything around the outbox. */
    private static final class World implements Egress {

        final Random random;
        final List<CourierEvent> journal = new ArrayList<>();
        final List<Long> published = new ArrayList<>();
        final Deque<Runnable> mailbox = new ArrayDeque<>();
        FakeLine line = new FakeLine();
        Outbox outbox;
        int incarnation;
        boolean full;
        boolean away;
        /** Since when the line acknowledges nobody; null: it acknowledged others just now. */
        Long silentSince;

        List<Entry> readUnderWay;
        long nanos = Long.MAX_VALUE - 1;

        World(long seed) {
            random = new Random(seed);
            restart(0);
        }

        @Override
        public Line line() {
            if (!line.open && !away) {
                line = new FakeLine();
            }
            return line;
        }

        void somethingHappens() {
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> persist(EVENT);
                case 3 -> full = !full;
                case 4, 5 -> line.publishAndAcknowledge(1 + random.nextInt(3));
                case 6 -> breakLine();
                case 7 -> away = random.nextInt(3) == 0;
                case 8 -> endRead();
                case 9 -> outbox.check();
                case 10 -> deliver();
                case 11 -> timePasses(OVERDUE.dividedBy(1 + random.nextInt(3)));
                case 12 -> line.publishInSilence(1 + random.nextInt(3));
                case 13 -> silentSince = silentSince == null ? nanos : null;
                default -> {
                    if (random.nextInt(4) == 0) {
                        stopAndStart();
                    }
                }
            }
            maybeRead(random.nextInt(3));
        }

        void persist(CourierEvent event) {
            journal.add(event);
            if (event instanceof PositionsRecorded recorded) {
                outbox.persisted(journal.size(), recorded);
            }
        }

        /** With a marker if everything is published; else with whatever watermark rode in an event, or none. */
        void stopAndStart() {
            if (outbox.isPublished() && !journal.isEmpty() && random.nextBoolean()) {
                long published = outbox.publishedUpTo();
                journal.add(new OutboxDrained(published));
                restart(published + 1);
            } else {
                restart(random.nextBoolean() ? outbox.publishedUpTo() : knownMarker());
            }
        }

        private long knownMarker() {
            for (int i = journal.size(); i > 0; i--) {
                if (journal.get(i - 1) instanceof OutboxDrained) {
                    return i;
                }
            }
            return 0;
        }

        void restart(long publishedUpTo) {
            // The other way round the journal failed, and the same outbox begins again.
            if (outbox == null || random.nextBoolean()) {
                int next = ++incarnation;
                readUnderWay = null;
                outbox = new Outbox(
                        this,
                        "c-17",
                        "courier~c-17",
                        seqNr -> mailbox.add(() -> {
                            if (next == incarnation) {
                                outbox.published(seqNr);
                            }
                        }),
                        OVERDUE,
                        () -> nanos);
            }
            outbox.recovered(journal.size(), publishedUpTo);
        }

        void maybeRead() {
            maybeRead(0);
        }

        /** @param meanwhile events that are persisted while the reading waits for its turn */
        void maybeRead(int meanwhile) {
            if (readUnderWay == null && outbox.wantsToRead() && outbox.takeUpLine()) {
                int from = (int) outbox.nextToRead();
                for (int i = 0; i < meanwhile; i++) {
                    persist(EVENT);
                }
                int to = (int) Math.min(outbox.readUpTo(), from - 1 + outbox.pieceToRead());
                readUnderWay = new ArrayList<>(LongStream.rangeClosed(from, to)
                        .mapToObj(seqNr -> new Entry(seqNr, journal.get((int) seqNr - 1)))
                        .toList());
                if (random.nextInt(4) == 0) {
                    readUnderWay.add(new Entry(journal.size() + 1, LATE));
                }
            }
        }

        void timePasses(Duration some) {
            nanos += some.toNanos();
        }

        void read() {
            maybeRead();
            List<Entry> read = readUnderWay;
            readUnderWay = null;
            outbox.read(read);
        }

        void endRead() {
            if (readUnderWay == null) {
                return;
            }
            List<Entry> read = readUnderWay;
            readUnderWay = null;
            switch (random.nextInt(4)) {
                case 0 -> outbox.readFailed();
                case 1 -> outbox.read(read.subList(0, random.nextInt(read.size() + 1)));
                default -> outbox.read(read);
            }
        }

        void breakLine() {
            // What was published before it broke may or may not be acknowledged.
            line.publish(random.nextInt(3));
            line.acknowledge(random.nextInt(3));
            line.open = false;
        }

        void deliver() {
            while (!mailbox.isEmpty()) {
                mailbox.poll().run();
            }
        }

        void calmDown() {
            full = false;
            away = false;
            silentSince = null;
            for (int i = 0; i < 1_000 && !outbox.isPublished(); i++) {
                timePasses(OVERDUE.multipliedBy(20));
                outbox.check();
                maybeRead();
                if (readUnderWay != null) {
                    List<Entry> read = readUnderWay;
                    readUnderWay = null;
                    outbox.read(read);
                }
                line.publishAndAcknowledge(1_000);
                deliver();
            }
            assertThat(outbox.isPublished()).as("ends").isTrue();
        }

        List<Long> recorded() {
            return LongStream.rangeClosed(1, journal.size())
                    .filter(seqNr -> journal.get((int) seqNr - 1) instanceof PositionsRecorded)
                    .boxed()
                    .toList();
        }

        final class FakeLine implements Line {

            final Deque<Outgoing> taken = new ArrayDeque<>();
            final Deque<Outgoing> unacknowledged = new ArrayDeque<>();
            boolean open = true;

            @Override
            public long lastAcknowledgement() {
                return silentSince == null ? nanos : silentSince;
            }

            @Override
            public boolean offer(Outgoing item) {
                assertThat(item.event()).isNotEqualTo(LATE);
                if (!open || full) {
                    return false;
                }
                taken.add(item);
                return true;
            }

            @Override
            public boolean isOpen() {
                return open;
            }

            void publishAndAcknowledge(int count) {
                publish(count);
                acknowledge(count);
            }

            /** The acknowledgements get lost. */
            void publishInSilence(int count) {
                publish(count);
                unacknowledged.clear();
            }

            void publish(int count) {
                for (int i = 0; i < count && open && !taken.isEmpty(); i++) {
                    published.add(taken.peek().seqNr());
                    unacknowledged.add(taken.poll());
                }
            }

            void acknowledge(int count) {
                for (int i = 0; i < count && !unacknowledged.isEmpty(); i++) {
                    Outgoing item = unacknowledged.poll();
                    item.acknowledgement().published(item.seqNr());
                }
            }
        }
    }
}
