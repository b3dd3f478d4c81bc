package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * What an account did lately and what is usual for it, in the time of the items: so that
 * what a provider tells days late, or a replay, comes to the same. Immutable, of a fixed size.
 *
 * @param paid by minute (buckets of a second), hour (a minute) and day (a quarter of an hour)
 * @param received likewise
 * @param small payments up to {@link SignalSettings#smallCentavos()}, of an hour
 * @param returned of what it had received or paid, of a day
 * @param usual how much it pays in an hour
 * @param known counterparties it has had to do with
 * @param night the night that was paid in last
 */
record Activity(Spans paid, Spans received, Window small, Window returned, Usual usual, Known known, Night night) {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    static final Activity NONE = new Activity(
            Spans.NONE,
            Spans.NONE,
            Window.empty(60, MINUTE),
            Window.empty(96, 15 * MINUTE),
            Usual.NONE,
            Known.NOBODY,
            Night.NONE);

    /** The same in three lengths. */
    record Spans(Window minute, Window hour, Window day) {

        static final Spans NONE =
                new Spans(Window.empty(60, SECOND), Window.empty(60, MINUTE), Window.empty(96, 15 * MINUTE));

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
        return switch (item.kind()) {
            case PAGAMENTO ->
                new Activity(
                        paid.plus(at, centavos),
                        received,
                        centavos <= settings.smallCentavos() ? small.plus(at, centavos) : small,
                        returned,
                        usual.plus(at, centavos),
                        known.plus(item.counterparty()),
                        night.plus(Night.at(at, settings.zone()), centavos));
            case RECEBIMENTO ->
                new Activity(
                        paid,
                        received.plus(at, centavos),
                        small,
                        returned,
                        usual,
                        known.plus(item.counterparty()),
                        night);
            case ESTORNO ->
                isDone(item)
                        ? new Activity(paid, received, small, returned.plus(at, centavos), usual, known, night)
                        : this;
        };
    }

    /** Of a return the money has moved. */
    static boolean isDone(PixItem item) {
        return item.kind() == PixKind.ESTORNO
                && DevolucaoStatus.DEVOLVIDO.name().equals(item.status());
    }

    boolean knows(Party counterparty) {
        return known.contains(counterparty);
    }
}
