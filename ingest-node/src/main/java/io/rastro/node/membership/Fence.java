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
 *   <li>for good once it stood still ({@code SIGSTOP}, a suspended machine, a very long garbage collection), unless it is
 *       alone: it ends then. That the others have not removed it meanwhile nobody could tell it for sure;
 *   <li>for good once it was declared down.
 * </ul>
 *
 * <p>A standstill is noticed by whoever asks first, before it writes: the clocks are compared with those of the last
 * {@linkplain #tick() tick}. Both of them, because the monotonic one may stand still together with a suspended machine.
 *
 * <p>Others write not before the failure detector's patience, {@code stable-after} and {@code down-removal-margin} have
 * passed one after the other; a fence that closes after the first of them is early enough. Any thread.
 */
public final class Fence implements Extension {

    /**
     * At least two seconds less than the failure detector's patience, {@code stable-after} and {@code down-removal-margin}
     * together (8 s): the last sign of life may be a second older than the standstill.
     */
    static final Duration STANDSTILL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final Id ID = new Id();

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;

    /** From the first tick on: without somebody who ticks there is nothing to compare with. */
    private volatile boolean ticks;

    private volatile long tickedNanos;
    private volatile long tickedMillis;
    private volatile boolean alone = true;
    private volatile boolean minority;
    private volatile boolean stoodStill;
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
        return stoodStill || standsStill() ? "this node stood still, and others may serve in its place" : null;
    }

    /** Whether others may already write in its place: for good. Not so while this node only does not reach them. */
    public boolean mayBeReplaced() {
        return down || stoodStill || !alone && standsStill();
    }

    /**
     * Says that this process runs; to be called again and again, much more often than {@link #STANDSTILL}.
     *
     * @return false when it stood still, and others may have gone on without it
     */
    boolean tick() {
        // Read once: a stop after this leaves an old tick behind, which the next one to ask sees.
        long nanos = nanoTime.getAsLong();
        long millis = wallMillis.getAsLong();
        if (standsStill(nanos, millis) && !alone) {
            stoodStill = true;
        }
        tickedNanos = nanos;
        tickedMillis = millis;
        ticks = true;
        say();
        return !stoodStill;
    }

    /** @param members of the cluster, this node among them */
    void reachesMajority(boolean reaches, int members) {
        minority = !reaches;
        alone = members <= 1;
        say();
    }

    /** For good. */
    void declaredDown() {
        down = true;
        say();
    }

    private boolean standsStill() {
        return standsStill(nanoTime.getAsLong(), wallMillis.getAsLong());
    }

    private boolean standsStill(long nanos, long millis) {
        return ticks && (nanos - tickedNanos > STANDSTILL.toNanos() || millis - tickedMillis > STANDSTILL.toMillis());
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
