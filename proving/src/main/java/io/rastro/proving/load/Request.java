package io.rastro.proving.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One POST and its fate. Every attempt sends the same bytes with the same {@code Idempotency-Key}, so that the system
 * can tell that it is the same.
 */
final class Request {

    final Batch batch;
    final String key;
    final byte[] bytes;

    /** When latency is counted from: when it was due, or first sent. */
    final long startedNanos;

    final boolean isCopy;

    int attempts;

    private @Nullable Long firstTroubleNanos;

    /** @param key its {@code Idempotency-Key} */
    Request(Batch batch, String key, byte[] bytes, long startedNanos) {
        this(batch, key, bytes, startedNanos, false);
    }

    private Request(Batch batch, String key, byte[] bytes, long startedNanos, boolean isCopy) {
        this.key = key;
        this.isCopy = isCopy;
        this.batch = batch;
        this.bytes = bytes;
        this.startedNanos = startedNanos;
    }

    /** The same once more, whose answer does not count. */
    Request copy() {
        return new Request(batch, key, bytes, startedNanos, true);
    }

    ByteBuffer toSend() {
        return ByteBuffer.wrap(bytes);
    }

    /** Notes that an attempt went wrong; for how long none has gone right. */
    long troubledForNanos(long nowNanos) {
        if (firstTroubleNanos == null) {
            firstTroubleNanos = nowNanos;
        }
        return nowNanos - firstTroubleNanos;
    }
}
