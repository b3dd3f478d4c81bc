package io.rastro.node.http;

import java.util.concurrent.atomic.AtomicInteger;

/** How much is under way in this node; what is beyond the bound is refused at once. Any thread. */
public final class Admission {

    private final int max;
    private final AtomicInteger inFlight = new AtomicInteger();

    public Admission(int max) {
        this.max = max;
    }

    /** @return false when that would be too much; then nothing was taken and nothing must be given back */
    public boolean tryEnter(int places) {
        if (inFlight.addAndGet(places) > max) {
            inFlight.addAndGet(-places);
            return false;
        }
        return true;
    }

    public void leave(int places) {
        inFlight.addAndGet(-places);
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** One place, or a 503. */
    public void enter() {
        if (!tryEnter(1)) {
            throw Unavailable.overloaded("The node has more requests under way than it takes. Nothing was stored.")
                    .toException();
        }
    }
}
