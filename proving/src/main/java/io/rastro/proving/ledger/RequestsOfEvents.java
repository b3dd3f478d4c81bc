package io.rastro.proving.ledger;

/**
 * Which request recorded which event, as a number that is the same for the same pairs in whatever order they come: it
 * tells in eight bytes that some event is not the one that was acknowledged, though not which.
 */
public final class RequestsOfEvents {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long sum;

    public void add(String persistenceId, long seqNr, String idempotencyKey) {
        long hash = of(of(FNV_OFFSET, persistenceId) ^ seqNr * 0x9e3779b97f4a7c15L, idempotencyKey);
        // A sum of hashes that are alike in their low bits would hide changes: spread them (SplitMix64's finisher).
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        sum += hash ^ hash >>> 31;
    }

    public long sum() {
        return sum;
    }

    private static long of(long hash, String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
