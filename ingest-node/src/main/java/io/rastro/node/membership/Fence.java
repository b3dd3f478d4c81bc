package io.rastro.node.membership;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node may write to the journal and answer for couriers. It may not when others may have taken them over:
 *
 * <ul>
 *   <li>while it does not reach the majority of the nodes, which go on without it;
 *   <li>after it stood still ({@code SIGSTOP}, a suspended machine, a long garbage collection), until a majority has told
 *       it that it is still one of them;
 *   <li>once it was declared down.
 * </ul>
 *
 * <p>A standstill is noticed by whoever asks first, before it writes: the clocks are compared with those of the last
 * {@linkplain #tick() tick}. Both of them, because the monotonic one may stand still together with a suspended machine.
 *
 * <p>Others write not before the failure detector's patience, {@code stable-after} and {@code down-removal-margin} have
 * passed one after the other; a fence that closes after the first of them is early enough. Any thread.
 */
public final class Fence implements Extension {

    /** Shorter than the failure detector's patience, {@code akka.cluster.failure-detector.acceptable-heartbeat-pause}. */
    static final Duration STANDSTILL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final Id ID = new Id();
    private static final long STANDSTILL_NANOS = STANDSTILL.toNanos();

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;
    /** From the first tick on: without somebody who ticks there is nothing to compare with. */
    private volatile boolean ticks;

    private volatile long tickedNanos;
    private volatile long tickedMillis;
    private volatile boolean unconfirmed;
    private volatile boolean minority;
    private volatile boolean down;
    private @Nullable String saidWhy;

    private static final class Id extends ExtensionId<Fence> {
        @Override
        public Fence createExtension(ActorSystem<?> system) {
            return new Fence(System::nanoTime, System::currentTimeMillis);
        }
    }

    public static Fence of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    Fence(LongSupplier nanoTime, LongSupplier wallMillis) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.tickedNanos = nanoTime.getAsLong();
        this.tickedMillis = wallMillis.getAsLong();
    }

    public boolean isOpen() {
        return why() == null;
    }

    /** Why this node may not write, in words; null when it may. */
    public @Nullable String why() {
        if (down) {
            return "the other nodes have removed this one";
        }
        if (minority) {
            return "this node does not reach the majority of the nodes";
        }
        return unconfirmed || standsStill() ? "this node stood still, and others may serve in its place" : null;
    }

    /** Says that this process runs; to be called again and again, much more often than {@link #STANDSTILL}. */
    void tick() {
        if (standsStill()) {
            unconfirmed = true; // before the clocks go on
        }
        tickedNanos = nanoTime.getAsLong();
        tickedMillis = wallMillis.getAsLong();
        ticks = true;
        say();
    }

    /** Whether a majority has to be asked. */
    boolean isUnconfirmed() {
        return unconfirmed;
    }

    /**
     * A majority has answered.
     *
     * @param askedNanos when they were asked, by {@link System#nanoTime()}: a standstill since then counts anew
     */
    void confirmed(long askedNanos) {
        if (nanoTime.getAsLong() - askedNanos < STANDSTILL_NANOS && !standsStill()) {
            unconfirmed = false;
            say();
        }
    }

    void reachesMajority(boolean reaches) {
        minority = !reaches;
        say();
    }

    /** For good. */
    void declaredDown() {
        down = true;
        say();
    }

    private boolean standsStill() {
        return ticks
                && (nanoTime.getAsLong() - tickedNanos > STANDSTILL_NANOS
                        || wallMillis.getAsLong() - tickedMillis > STANDSTILL.toMillis());
    }

    private synchronized void say() {
        String why = why();
        if (why != null && !why.equals(saidWhy)) {
            LOG.warn("requests are refused and nothing is written: {}", why);
        } else if (why == null && saidWhy != null) {
            LOG.info("this node is one of the cluster, requests are taken again");
        }
        saidWhy = why;
    }
}
