package io.rastro.sharding.pix;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an id may have left the window. It never denies one that did; for others it is exact as long as little left,
 * and wrong (at the cost of a look-up) for about one id in 200 of a busy account.
 *
 * <p>The newest ids that left are in filters. Of older ones only the newest minute is kept that stands in one: an id is
 * made in the minute that stands in it, so that one with a later minute is not among them. Ids with a minute
 * that is still to come have a filter of their own that is never given up: one of them would make all others doubtful.
 *
 * @param generations oldest first
 * @param odd ids with a minute that cannot be
 * @param horizon the newest minute in an id that is in no filter any more, as {@link #minute}; -1 when there is none
 */
record Forgotten(List<Generation> generations, IdFilter odd, long horizon) {

    /** Four minutes of an account with 1,000 payments a second, in half a MiB. */
    static final int MAX_GENERATIONS = 8;

    static final Forgotten NOTHING = new Forgotten(List.of(), IdFilter.EMPTY, -1);

    /** Of clocks that differ: an id is made before it is told. */
    private static final Duration MINUTE_AHEAD = Duration.ofMinutes(10);

    /** Ids that left one after the other. */
    record Generation(IdFilter filter, int size, long newestMinute) {

        private static final Generation EMPTY = new Generation(IdFilter.EMPTY, 0, -1);

        Generation plus(String id) {
            return new Generation(filter.plus(id), size + 1, Math.max(newestMinute, minute(id)));
        }
    }

    Forgotten {
        generations = List.copyOf(generations);
    }

    /** From what was written down: all that left is older than one minute now. */
    static Forgotten restored(long minute, byte[] odd) {
        return new Forgotten(List.of(), IdFilter.of(odd), minute);
    }

    /** The newest minute in an id that left; -1 when nothing did. */
    long newestMinute() {
        long newest = horizon;
        for (Generation generation : generations) {
            newest = Math.max(newest, generation.newestMinute);
        }
        return newest;
    }

    boolean mayHave(String id) {
        if (minute(id) <= horizon) {
            return true;
        }
        for (Generation generation : generations) {
            if (generation.filter.mayContain(id)) {
                return true;
            }
        }
        return odd.mayContain(id);
    }

    /** @param nowMillis by the clock of the server, whatever those who made it and told it say */
    Forgotten plus(String id, long nowMillis) {
        if (minute(id) > newestMinute(nowMillis)) {
            return new Forgotten(generations, odd.plus(id), horizon);
        }
        List<Generation> next = new ArrayList<>(generations);
        int last = next.size() - 1;
        if (last >= 0 && next.get(last).size < IdFilter.CAPACITY) {
            next.set(last, next.get(last).plus(id));
            return new Forgotten(next, odd, horizon);
        }
        next.add(Generation.EMPTY.plus(id));
        long gone = next.size() > MAX_GENERATIONS ? next.remove(0).newestMinute : -1;
        return new Forgotten(next, odd, Math.max(horizon, gone));
    }

    /** The minute in an id, as the number {@code yyyyMMddHHmm}; 0 when there are no twelve digits where it stands. */
    static long minute(String id) {
        if (id.length() < 21) {
            return 0;
        }
        long minute = 0;
        for (int i = 9; i < 21; i++) {
            char digit = id.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            minute = 10 * minute + digit - '0';
        }
        return minute;
    }

    private static long newestMinute(long nowMillis) {
        OffsetDateTime at = Instant.ofEpochMilli(nowMillis).plus(MINUTE_AHEAD).atOffset(ZoneOffset.UTC);
        long day = at.getYear() * 10_000L + at.getMonthValue() * 100L + at.getDayOfMonth();
        return day * 10_000 + at.getHour() * 100L + at.getMinute();
    }
}
