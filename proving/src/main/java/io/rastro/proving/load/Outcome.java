package io.rastro.proving.load;

/**
 * How a request ended.
 *
 * @param attempts at least one
 * @param startedNanos when its latency counts from
 * @param endedNanos when its final answer came, or it was given up
 * @param seqNr what the entity has recorded it as; 0 for nothing, and for a gateway's mixture
 * @param items how many items were recorded as that
 */
public record Outcome(
        Kind kind, Content content, int attempts, long startedNanos, long endedNanos, long seqNr, int items) {

    /** Of answers. */
    public enum Kind {
        /** A 200. */
        ANSWERED,
        /** An answer that will be the same however often it is asked for. */
        REFUSED,
        /** Nobody knows. */
        GIVEN_UP
    }
}
