package io.rastro.node.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sharding.journal.JournalWatch;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node knows about its journal: whether it answers. It is told of every probe and of every sign of life, and says
 * that the journal is down when a probe was not answered for a while, or when several in a row failed, and nothing else
 * came from the journal meanwhile; or when it answers and {@linkplain FailedWrites takes nothing}. Two probes in a row
 * that are answered say that it is up again: one alone may be a short breath of a journal that has not come back.
 *
 * <p>Silence is counted in {@linkplain #tick() ticks} of the one who probes, not by the clock: while this process itself
 * stands still (a long garbage collection, a machine without a processor to spare) there are none, and what has arrived
 * meanwhile is seen before the next one.
 *
 * <p>Only this node's requests are refused for it. The node stays ready: when the journal is away it is so for all nodes,
 * and to take all of them out of service would turn an answer with {@code Retry-After} into a connection that nobody
 * takes, and would end the live streams, which go on.
 *
 * <p>Any thread.
 */
public final class JournalHealth implements JournalWatch {

    private static final Logger LOG = LoggerFactory.getLogger(JournalHealth.class);

    /** One may have been refused by a connection that had just closed. */
    private static final int FAILURES = 2;

    private static final int ANSWERS = 2;

    /** A journal that comes and goes says so this often in the log, at most. */
    private static final long LOG_NANOS = 10_000_000_000L;

    /** Of requests after writes that failed: probes, which read, say nothing of that. */
    private static final int CLOSED_TICKS = (int) Duration.ofSeconds(1).dividedBy(JournalSettings.TICK);

    private final int silentTicks;
    private final FailedWrites failedWrites;
    private int closed;
    private int silence;
    private int failures;
    private int answers;
    private boolean waiting;
    private long downSince;
    private long downMillis;
    private String downBecause = "";
    private boolean saidDown;
    private long warnedAt = System.nanoTime() - LOG_NANOS;
    private long toldAt = warnedAt;
    private volatile boolean written;
    private volatile boolean down;

    /** @param silentTicks a probe that is not answered for so many ticks means that the journal is down */
    public JournalHealth(int silentTicks) {
        this.silentTicks = silentTicks;
        this.failedWrites = new FailedWrites(silentTicks);
    }

    public static JournalHealth of(JournalSettings settings, MeterRegistry meters) {
        JournalHealth health = new JournalHealth(settings.silentTicks());
        Gauge.builder("rastro.journal.up", () -> health.isUp() ? 1 : 0)
                .description("whether the journal answers this node; 0: requests are refused")
                .register(meters);
        return health;
    }

    @Override
    public boolean isUp() {
        return !down;
    }

    @Override
    public void written() {
        if (!written) {
            written = true;
        }
    }

    /** A journal that answers and takes nothing is away as well: for a second, then it may show that it is not. */
    @Override
    public synchronized void writeFailed(String entityId) {
        if (!down && failedWrites.failed(entityId)) {
            goDown("writes fail, and none is acknowledged");
            closed = CLOSED_TICKS;
        }
    }

    synchronized void asked() {
        waiting = true;
        silence = 0;
        written = false;
    }

    /**
     * To be called again and again, at the same pace.
     *
     * @return whether the journal is up and has acknowledged a write since the last one: it need not be asked
     */
    synchronized boolean tick() {
        boolean alive = written && !down;
        closed = Math.max(0, closed - 1);
        failedWrites.tick();
        if (written) {
            written = false;
            silence = 0;
            failures = 0;
            failedWrites.clear();
        } else if (waiting && ++silence >= silentTicks) {
            answers = 0;
            goDown("it does not answer");
        }
        say();
        return alive;
    }

    synchronized void answered() {
        waiting = false;
        failures = 0;
        if (down && ++answers >= ANSWERS && closed == 0) {
            comeUp();
        }
    }

    synchronized void failed(Throwable cause) {
        waiting = false;
        answers = 0;
        if (++failures >= FAILURES) {
            goDown(cause.toString());
        }
    }

    private void goDown(String reason) {
        if (!down) {
            down = true;
            answers = 0;
            downSince = System.nanoTime();
            downBecause = reason;
            LOG.debug("the journal is away: {}", reason);
            say();
        }
    }

    private void comeUp() {
        down = false;
        failedWrites.clear();
        downMillis = (System.nanoTime() - downSince) / 1_000_000;
        LOG.debug("the journal answers again after {} ms", downMillis);
        say();
    }

    /** What is not said now, so soon after the line before, is said later if it is still so. */
    private void say() {
        long now = System.nanoTime();
        if (down && !saidDown && now - warnedAt >= LOG_NANOS) {
            saidDown = true;
            warnedAt = now;
            LOG.warn("the journal is away, requests are refused until it answers: {}", downBecause);
        } else if (!down && saidDown && now - toldAt >= LOG_NANOS) {
            saidDown = false;
            toldAt = now;
            LOG.info("the journal answers again after {} ms", downMillis);
        }
    }
}
