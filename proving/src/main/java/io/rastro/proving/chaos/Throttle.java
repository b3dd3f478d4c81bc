package io.rastro.proving.chaos;

import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is stopped most of the time: everything it does takes longer, and comes in bursts. */
final class Throttle implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);
    private static final long STOPPED_MILLIS = 240;
    private static final long RUNNING_MILLIS = 80;

    private final long pid;
    private final Thread thread;
    private volatile boolean ended;

    private Throttle(long pid) {
        this.pid = pid;
        this.thread = new Thread(this, "throttle-" + pid);
        thread.setDaemon(true);
    }

    static Throttle begin(long pid) {
        Throttle throttle = new Throttle(pid);
        throttle.thread.start();
        return throttle;
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                Signals.stop(pid);
                TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
                Signals.goOn(pid);
                TimeUnit.MILLISECONDS.sleep(RUNNING_MILLIS);
            }
        } catch (IOException gone) {
            LOG.debug("nothing to slow down any more pid={}", pid, gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            goOn();
        }
    }

    /** Returns when the process runs freely. */
    void end() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        goOn();
    }

    private void goOn() {
        try {
            Signals.goOn(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
