package io.rastro.node.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much is under way in this node; what is beyond the bound is refused at once. Any thread.
 *
 * <p>The bound stays, or follows the entities' answers, in rounds of half as many as it allows. When most of a round came later than
 * the target it goes down by a fifth; else, when half of it was in use, up by a sixteenth. So an overloaded node does what it can do
 * in time: work whose client has gone is what keeps it overloaded. Fewer than half do not count, because couriers that
 * move to another node keep their clients waiting without any overload.
 *
 * <p>Half as many as were answered in time within the last target's length are allowed in any case: whoever answers all of 5,000
 * requests a second in 3 ms has 15 under way, and is not overloaded when the disk takes 100 ms once.
 */
public final class Admission {

    private static final String TOO_MUCH = "The node has more requests under way than it takes. Nothing was stored.";

    /** As low as the bound gets, unless the maximum is lower: enough to find out that things are well again. */
    private static final int LEAST = 64;

    /** Where it begins: a JVM that has just been started answers slowly. */
    private static final int FIRST = 128;

    private final int min;
    private final int max;
    private final long targetNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int limit;
    private volatile int floor;

    // of this round
    private int answers;
    private int late;
    private int most;

    // since then
    private long since;
    private int inTime;

    /** A bound that stays. */
    public Admission(int max) {
        this(max, max, max, Duration.ofDays(1), System::nanoTime);
    }

    /**
     * @param max requests
     * @param target within which entities are to answer
     */
    public static Admission following(int max, Duration target) {
        return following(max, target, System::nanoTime);
    }

    static Admission following(int max, Duration target, LongSupplier nanoTime) {
        return new Admission(Math.min(LEAST, max), Math.min(FIRST, max), max, target, nanoTime);
    }

    private Admission(int min, int first, int max, Duration target, LongSupplier nanoTime) {
        this.min = min;
        this.max = max;
        this.limit = first;
        this.targetNanos = target.toNanos();
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** @return false when that would be too much; then nothing was taken and nothing must be given back */
    public boolean tryEnter(int places) {
        if (inFlight.addAndGet(places) > limit()) {
            inFlight.addAndGet(-places);
            return false;
        }
        return true;
    }

    public void leave(int places) {
        inFlight.addAndGet(-places);
    }

    /**
     * An entity has answered, or has not in time.
     *
     * @param took nanoseconds since it was asked
     * @param done whether it did what it was asked to; a refusal only tells something when it took long
     */
    public void answered(long took, boolean done) {
        if (done || took > targetNanos) {
            count(took > targetNanos, inFlight.get());
        }
    }

    private synchronized void count(boolean isLate, int underWay) {
        countInTime(isLate);
        answers++;
        late += isLate ? 1 : 0;
        most = Math.max(most, underWay);
        if (2 * answers >= limit) {
            if (2 * late > answers) {
                limit = Math.max(min, limit * 4 / 5);
            } else if (2 * most >= limit) {
                limit = Math.min(max, limit + limit / 16 + 1);
            }
            answers = 0;
            late = 0;
            most = 0;
        }
    }

    private void countInTime(boolean isLate) {
        long passed = nanoTime.getAsLong() - since;
        if (passed >= targetNanos) {
            floor = (int) Math.min(max, (double) inTime * targetNanos / passed / 2);
            since += passed;
            inTime = 0;
        }
        inTime += isLate ? 0 : 1;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** How many may be under way just now. */
    public int limit() {
        return Math.max(limit, floor);
    }

    /** One place, or a 503. */
    public void enter() {
        if (!tryEnter(1)) {
            throw Unavailable.overloaded(TOO_MUCH).toException();
        }
    }

    /** One place until it is answered, or a 503. */
    public <T> CompletionStage<T> during(Supplier<CompletionStage<T>> work) {
        enter();
        CompletionStage<T> answer;
        try {
            answer = work.get();
        } catch (RuntimeException e) {
            leave(1);
            throw e;
        }
        return answer.whenComplete((done, failure) -> leave(1));
    }

    /**
     * As many places as there are, or a 503. Whoever comes alone is let in with {@code atLeast}, whatever the bound: it would
     * never learn that things are well again.
     *
     * @param atLeast places, at most {@code atMost}
     * @return how many were taken, to be given back
     */
    public int enterWith(int atLeast, int atMost) {
        while (true) {
            int now = inFlight.get();
            int places = Math.max(atLeast, Math.min(atMost, limit() - now));
            if (now > 0 && now + places > limit()) {
                throw Unavailable.overloaded(TOO_MUCH).toException();
            }
            if (inFlight.compareAndSet(now, now + places)) {
                return places;
            }
        }
    }
}
