package io.rastro.node.http;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much is under way in this node; what is beyond the bound is refused at once. Any thread.
 *
 * <p>The bound follows the couriers' answers: one more for each that came within the target while more than half of the
 * bound was in use, 5 % less for each that did not. Under more than the node can do it swings around what is answered
 * within the target, and at its height answers take twice as long; without it all of them would come too late: work whose
 * client has gone is what keeps an overloaded node overloaded.
 */
public final class Admission {

    private static final String TOO_MUCH = "The node has more requests under way than it takes. Nothing was stored.";

    /** As low as the bound gets, unless the maximum is lower: enough to find out that things are well again. */
    private static final int LEAST = 32;

    /** Where it begins: a JVM that has just been started answers slowly. */
    private static final int FIRST = 128;

    private static final double LESS = 0.95;

    private final Limit limit;
    private final long targetNanos;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** A bound that stays. */
    public Admission(int max) {
        this(max, max, max, Duration.ofDays(1));
    }

    /**
     * @param max requests
     * @param target within which couriers are to answer
     */
    public static Admission following(int max, Duration target) {
        return new Admission(Math.min(LEAST, max), Math.min(FIRST, max), max, target);
    }

    private Admission(int min, int first, int max, Duration target) {
        this.targetNanos = target.toNanos();
        this.limit = AIMDLimit.newBuilder()
                .minLimit(min)
                .initialLimit(first)
                .maxLimit(max)
                .backoffRatio(LESS)
                .timeout(targetNanos, TimeUnit.NANOSECONDS)
                .build();
    }

    /** @return false when that would be too much; then nothing was taken and nothing must be given back */
    public boolean tryEnter(int places) {
        if (inFlight.addAndGet(places) > limit.getLimit()) {
            inFlight.addAndGet(-places);
            return false;
        }
        return true;
    }

    public void leave(int places) {
        inFlight.addAndGet(-places);
    }

    /**
     * A courier has answered, or has not in time.
     *
     * @param took nanoseconds since it was asked
     * @param done whether it did what it was asked to; a refusal only tells something when it took long
     */
    public void answered(long took, boolean done) {
        if (done || took > targetNanos) {
            limit.onSample(0, took, inFlight.get(), false);
        }
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** How many may be under way just now. */
    public int limit() {
        return limit.getLimit();
    }

    /** One place, or a 503. */
    public void enter() {
        if (!tryEnter(1)) {
            throw Unavailable.overloaded(TOO_MUCH).toException();
        }
    }

    /**
     * As many places as there are, or a 503.
     *
     * @param atLeast places, at most {@code atMost}
     * @return how many were taken, to be given back
     */
    public int enterWith(int atLeast, int atMost) {
        int places = Math.max(atLeast, Math.min(atMost, limit.getLimit() - inFlight.get()));
        if (!tryEnter(places)) {
            throw Unavailable.overloaded(TOO_MUCH).toException();
        }
        return places;
    }
}
