package io.rastro.node.http;

import io.rastro.node.problem.Problem;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies this node holds at once; what is beyond the bound is refused. Any thread. */
public final class BodyBudget {

    private final long max;
    private final AtomicLong held = new AtomicLong();

    /** @param max bytes */
    public BodyBudget(long max) {
        this.max = max;
    }

    /** Bytes. */
    public long held() {
        return held.get();
    }

    /** Whether a body of this length would fit now; takes nothing. */
    boolean hasRoomFor(long bytes) {
        return held.get() + bytes <= max;
    }

    /** For one request, which closes it when it is answered. */
    Share open() {
        return new Share();
    }

    static Problem full() {
        return Unavailable.overloaded("The node holds as many bytes of bodies as it takes. Nothing was stored.");
    }

    /** What one request holds. Once it is closed it takes nothing more. */
    final class Share implements AutoCloseable {

        private long taken;
        private boolean closed;

        private Share() {}

        /** @return false when that would be too much; what was taken before stays taken */
        synchronized boolean tryTake(long bytes) {
            if (closed) {
                return false;
            }
            if (held.addAndGet(bytes) > max) {
                held.addAndGet(-bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        /** These bytes, or a 503. */
        void take(long bytes) {
            if (!tryTake(bytes)) {
                throw full().toException();
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                held.addAndGet(-taken);
            }
        }
    }
}
