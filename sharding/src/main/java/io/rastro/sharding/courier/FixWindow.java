package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import java.util.Arrays;
import java.util.List;

/**
 * The fixes that a courier remembers by itself, so that a duplicate is recognised without a look-up. Ordered by time of
 * the fix; the oldest leave first, and none leaves before the query table is known to have it.
 *
 * <p>Immutable to whoever holds one. A newer window shares the arrays of the one before it while fixes come in order of
 * time (the usual case), so that a POST does not copy the window: what is written then lies behind the end of every
 * older window.
 */
final class FixWindow {

    /** What the window knows of a fix. */
    enum Verdict {
        /** It was recorded before. */
        KNOWN,
        /** It was never recorded. */
        NEW,
        /** It is not newer than everything that left the window: only the table knows. */
        OLDER_THAN_WINDOW
    }

    static final FixWindow EMPTY = new FixWindow(Entries.withCapacity(0), 0, 0, Long.MIN_VALUE);

    private final Entries entries;
    private final int from;
    private final int to;
    private final long horizonMillis;

    private FixWindow(Entries entries, int from, int to, long horizonMillis) {
        this.entries = entries;
        this.from = from;
        this.to = to;
        this.horizonMillis = horizonMillis;
    }

    /** A window as it was written down; the arrays have one length and are ordered by time. */
    static FixWindow restore(long horizonMillis, long[] fixedAtMillis, long[] placeHashes, long[] seqNrs) {
        Entries entries = Entries.withCapacity(fixedAtMillis.length + Entries.SPARE);
        for (int i = 0; i < fixedAtMillis.length; i++) {
            entries.append(fixedAtMillis[i], placeHashes[i], seqNrs[i]);
        }
        return new FixWindow(entries, 0, entries.used, horizonMillis);
    }

    int size() {
        return to - from;
    }

    /** The newest time of a fix that left the window; {@link Long#MIN_VALUE} when none did. */
    long horizonMillis() {
        return horizonMillis;
    }

    long[] fixedAtMillis() {
        return Arrays.copyOfRange(entries.fixedAt, from, to);
    }

    long[] placeHashes() {
        return Arrays.copyOfRange(entries.place, from, to);
    }

    long[] seqNrs() {
        return Arrays.copyOfRange(entries.seqNr, from, to);
    }

    Verdict verdict(Position fix) {
        long place = placeHash(fix);
        for (int i = firstNotBefore(fix.fixedAtMillis()); i < to && entries.fixedAt[i] == fix.fixedAtMillis(); i++) {
            if (entries.place[i] == place) {
                return Verdict.KNOWN;
            }
        }
        return fix.fixedAtMillis() > horizonMillis ? Verdict.NEW : Verdict.OLDER_THAN_WINDOW;
    }

    /** The window that also holds these fixes, recorded by one event. */
    FixWindow plus(List<Position> fixes, long seqNr) {
        if (continues(fixes)) {
            Entries target = entries.hasRoom(to, fixes.size())
                    ? entries
                    : entries.copyOf(from, to, fixes.size() + Entries.SPARE);
            int start = target == entries ? from : 0;
            for (Position fix : fixes) {
                target.append(fix.fixedAtMillis(), placeHash(fix), seqNr);
            }
            return new FixWindow(target, start, target.used, horizonMillis);
        }
        Entries target = entries.copyOf(from, to, fixes.size() + Entries.SPARE);
        for (Position fix : fixes) {
            target.insert(fix.fixedAtMillis(), placeHash(fix), seqNr);
        }
        return new FixWindow(target, 0, target.used, horizonMillis);
    }

    /**
     * The window without its oldest fixes, as far as it holds more than {@code size} and the table has them.
     *
     * @param tabledUpTo the table has every event up to this one
     */
    FixWindow trimmed(int size, long tabledUpTo) {
        int surplus = size() - size;
        if (surplus <= 0) {
            return this;
        }
        int prefix = 0;
        while (prefix < surplus && entries.seqNr[from + prefix] <= tabledUpTo) {
            prefix++;
        }
        FixWindow rest = prefix == 0
                ? this
                : new FixWindow(
                        entries, from + prefix, to, Math.max(horizonMillis, entries.fixedAt[from + prefix - 1]));
        return prefix == surplus ? rest : rest.withoutTabled(surplus - prefix, tabledUpTo);
    }

    private FixWindow withoutTabled(int surplus, long tabledUpTo) {
        int dropping = Math.min(surplus, countUpTo(tabledUpTo));
        if (dropping == 0) {
            return this;
        }
        Entries kept = Entries.withCapacity(size() - dropping + Entries.SPARE);
        long horizon = horizonMillis;
        int dropped = 0;
        for (int i = from; i < to; i++) {
            if (dropped < dropping && entries.seqNr[i] <= tabledUpTo) {
                dropped++;
                horizon = Math.max(horizon, entries.fixedAt[i]);
            } else {
                kept.append(entries.fixedAt[i], entries.place[i], entries.seqNr[i]);
            }
        }
        return new FixWindow(kept, 0, kept.used, horizon);
    }

    /** Fixes that were recorded by this event or an earlier one. */
    private int countUpTo(long seqNr) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (entries.seqNr[i] <= seqNr) {
                count++;
            }
        }
        return count;
    }

    /**
     * Which fix to look for in the table, to learn whether the surplus (the oldest {@code size() - size} fixes) may
     * leave: one of the first event after all that recorded the surplus; if there is none, of the last of these.
     *
     * @return the place of that fix in the window; -1 when there is no fix that proves anything
     */
    int proofOfSurplus(int size) {
        long oldest = Long.MAX_VALUE;
        int newest = -1;
        for (int i = from; i < to - size; i++) {
            oldest = Math.min(oldest, entries.seqNr[i]);
            if (newest < 0 || entries.seqNr[i] > entries.seqNr[newest]) {
                newest = i;
            }
        }
        if (newest < 0) {
            return -1;
        }
        int next = -1;
        for (int i = from; i < to; i++) {
            if (entries.seqNr[i] > entries.seqNr[newest] && (next < 0 || entries.seqNr[i] < entries.seqNr[next])) {
                next = i;
            }
        }
        if (next >= 0) {
            return next - from;
        }
        return oldest < entries.seqNr[newest] ? newest - from : -1;
    }

    long fixedAtMillis(int place) {
        return entries.fixedAt[from + place];
    }

    long seqNr(int place) {
        return entries.seqNr[from + place];
    }

    private boolean continues(List<Position> fixes) {
        long last = size() == 0 ? Long.MIN_VALUE : entries.fixedAt[to - 1];
        for (Position fix : fixes) {
            if (fix.fixedAtMillis() < last) {
                return false;
            }
            last = fix.fixedAtMillis();
        }
        return true;
    }

    private int firstNotBefore(long fixedAtMillis) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.fixedAt[middle] < fixedAtMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** 64 well mixed bits of latitude and longitude; time stands beside it, so that a clash needs the same instant. */
    static long placeHash(Position fix) {
        // + 0.0 makes one of the two zeros.
        long mixed = mix(Double.doubleToLongBits(fix.lat() + 0.0));
        return mix(mixed ^ Double.doubleToLongBits(fix.lon() + 0.0));
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Three columns that only grow at the end once a window was made of them. */
    private static final class Entries {
        static final int SPARE = 32;

        final long[] fixedAt;
        final long[] place;
        final long[] seqNr;
        int used;

        private Entries(long[] fixedAt, long[] place, long[] seqNr, int used) {
            this.fixedAt = fixedAt;
            this.place = place;
            this.seqNr = seqNr;
            this.used = used;
        }

        static Entries withCapacity(int capacity) {
            return new Entries(new long[capacity], new long[capacity], new long[capacity], 0);
        }

        /** Whether a window that ends at {@code end} is the newest of these entries and can be continued in place. */
        boolean hasRoom(int end, int more) {
            return used == end && end + more <= fixedAt.length;
        }

        Entries copyOf(int from, int to, int room) {
            int size = to - from;
            int capacity = size + Math.max(room, size / 2);
            Entries copy = withCapacity(capacity);
            System.arraycopy(fixedAt, from, copy.fixedAt, 0, size);
            System.arraycopy(place, from, copy.place, 0, size);
            System.arraycopy(seqNr, from, copy.seqNr, 0, size);
            copy.used = size;
            return copy;
        }

        void append(long atMillis, long placeHash, long seq) {
            fixedAt[used] = atMillis;
            place[used] = placeHash;
            seqNr[used] = seq;
            used++;
        }

        void insert(long atMillis, long placeHash, long seq) {
            int at = firstAfter(atMillis);
            System.arraycopy(fixedAt, at, fixedAt, at + 1, used - at);
            System.arraycopy(place, at, place, at + 1, used - at);
            System.arraycopy(seqNr, at, seqNr, at + 1, used - at);
            used++;
            fixedAt[at] = atMillis;
            place[at] = placeHash;
            seqNr[at] = seq;
        }

        private int firstAfter(long atMillis) {
            int low = 0;
            int high = used;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (fixedAt[middle] <= atMillis) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
