package io.rastro.proving.verify;

import java.time.Instant;

/**
 * Positions by when the node received their request.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record ReceivedRange(Instant from, Instant to) {

    static final ReceivedRange ALL = new ReceivedRange(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE));

    boolean contains(long receivedAtMillis) {
        return isAll() || (receivedAtMillis >= from.toEpochMilli() && receivedAtMillis < to.toEpochMilli());
    }

    boolean isAll() {
        return this == ALL;
    }
}
