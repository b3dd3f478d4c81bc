package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixSnapshot.ActivityRecord;
import io.rastro.protocol.pix.journal.PixSnapshot.WindowRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an account did lately and what is usual for it, in the time of the items: so that a replay comes to the same. Immutable, of a fixed size.
 *
 * @param paid by minute (buckets of a second), hour (a minute) and day (a quarter of an hour)
 * @param received likewise
 * @param small payments up to {@link SignalSettings#smallCentavos()}, of an hour
 * @param returned of what it had received or paid, of a day
 * @param usual how much it pays in an hour
 * @param known counterparties it has had to do with
 * @param night the night that was paid in last
 * @param latest the newest time of an item; {@link Long#MIN_VALUE} before the first one
 * @param above the limits that it is above, which was told
 */
public record Activity(
        Spans paid,
        Spans received,
        Window small,
        Window returned,
        Usual usual,
        Known known,
        Night night,
        long latest,
        Set<Limit> above) {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    public static final Activity NONE = new Activity(
            Spans.NONE,
            Spans.NONE,
            Window.empty(60, MINUTE),
            Window.empty(96, 15 * MINUTE),
            Usual.NONE,
            Known.NOBODY,
            Night.NONE,
            Long.MIN_VALUE,
            Set.of());

    /** The same in three lengths. */
    record Spans(Window minute, Window hour, Window day) {

        static final Spans NONE =
                new Spans(Window.empty(60, SECOND), Window.empty(60, MINUTE), Window.empty(96, 15 * MINUTE));

        private List<WindowRecord> written() {
            return List.of(minute.written(), hour.written(), day.written());
        }

        private static Spans restored(List<WindowRecord> written) {
            return new Spans(
                    NONE.minute.restored(written.get(0)),
                    NONE.hour.restored(written.get(1)),
                    NONE.day.restored(written.get(2)));
        }

        private Spans plus(long atMillis, long centavos) {
            return new Spans(
                    minute.plus(atMillis, centavos), hour.plus(atMillis, centavos), day.plus(atMillis, centavos));
        }
    }

    /**
     * The night of Banco Central's limit, 20:00 to 06:00 of the account's time.
     *
     * @param number of its evening, in days since 1970; {@link Long#MIN_VALUE} when nothing was paid in one
     * @param centavos paid in it
     */
    record Night(long number, long centavos) {

        static final Night NONE = new Night(Long.MIN_VALUE, 0);
        private static final int BEGINS = 20;
        private static final Duration MORNING = Duration.ofHours(6);

        /** Which night it is; {@link Long#MIN_VALUE} by day. */
        static long at(long atMillis, ZoneId zone) {
            LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(atMillis), zone);
            if (local.getHour() >= BEGINS) {
                return local.toLocalDate().toEpochDay();
            }
            return local.getHour() < MORNING.toHours() ? local.toLocalDate().toEpochDay() - 1 : Long.MIN_VALUE;
        }

        /** What was paid in this one so far. */
        long centavosOf(long night) {
            return night == number ? centavos : 0;
        }

        private Night plus(long night, long more) {
            return night == Long.MIN_VALUE || night < number ? this : new Night(night, centavosOf(night) + more);
        }
    }

    /** When it counts as having happened. What is told of the future would make all that comes before it old. */
    static long at(PixItem item, long receivedAtMillis) {
        return Math.min(item.occurredAtMillis(), receivedAtMillis);
    }

    Activity plus(PixItem item, long receivedAtMillis, SignalSettings settings) {
        long at = at(item, receivedAtMillis);
        long centavos = item.centavos();
        boolean out = item.kind() == PixKind.PAGAMENTO;
        return new Activity(
                out ? paid.plus(at, centavos) : paid,
                item.kind() == PixKind.RECEBIMENTO ? received.plus(at, centavos) : received,
                out && centavos <= settings.smallCentavos() ? small.plus(at, centavos) : small,
                item.kind() == PixKind.ESTORNO ? returned.plus(at, centavos) : returned,
                out ? usual.plus(at, centavos) : usual,
                known.plus(item.counterparty()),
                out ? night.plus(Night.at(at, settings.zone()), centavos) : night,
                Math.max(latest, at),
                above);
    }

    Activity above(Set<Limit> limits) {
        return new Activity(paid, received, small, returned, usual, known, night, latest, Set.copyOf(limits));
    }

    boolean knows(Party counterparty) {
        return known.contains(counterparty);
    }

    /** As it is written down. */
    public ActivityRecord written() {
        List<WindowRecord> windows = new ArrayList<>(paid.written());
        windows.addAll(received.written());
        windows.add(small.written());
        windows.add(returned.written());
        return new ActivityRecord(
                List.copyOf(windows),
                usual.hour(),
                usual.count(),
                usual.centavos(),
                usual.hours(),
                usual.meanCount(),
                usual.meanCentavos(),
                known.hashes(),
                night.number(),
                night.centavos(),
                latest,
                above.stream().map(Limit::name).collect(Collectors.toUnmodifiableSet()));
    }

    /** @throws IllegalArgumentException when it is of another making */
    public static Activity restored(ActivityRecord written) {
        List<WindowRecord> windows = written.windows();
        if (windows.size() != 8) {
            throw new IllegalArgumentException("an activity has eight windows");
        }
        return new Activity(
                Spans.restored(windows.subList(0, 3)),
                Spans.restored(windows.subList(3, 6)),
                NONE.small.restored(windows.get(6)),
                NONE.returned.restored(windows.get(7)),
                new Usual(
                        written.usualHour(),
                        written.usualCount(),
                        written.usualCentavos(),
                        written.usualHours(),
                        written.usualMeanCount(),
                        written.usualMeanCentavos()),
                new Known(written.known()),
                new Night(written.night(), written.nightCentavos()),
                written.latestMillis(),
                written.above().stream().map(Limit::valueOf).collect(Collectors.toUnmodifiableSet()));
    }
}
