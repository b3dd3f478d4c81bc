package io.rastro.devstack.s3;

import java.time.Duration;
import java.util.Random;

/** A fault at work. Any thread. */
public final class InjectedFault {

    private final S3Fault fault;
    private final Random random;

    /** Guarded by this. */
    private int hits;

    private boolean healed;

    InjectedFault(S3Fault fault) {
        this.fault = fault;
        this.random = new Random(fault.seed());
    }

    public S3Fault fault() {
        return fault;
    }

    /** Requests that it has hit. */
    public synchronized int hits() {
        return hits;
    }

    /** It hits nothing more, and what hangs in it goes on. */
    public synchronized void heal() {
        healed = true;
        notifyAll();
    }

    synchronized boolean isHealed() {
        return healed;
    }

    /** Whether this request is hit; counts it then. */
    synchronized boolean hits(S3Call call, String path) {
        boolean could = !healed
                && hits < fault.times()
                && fault.calls().contains(call)
                && fault.paths().matcher(path).find();
        boolean does = could && (fault.probability() >= 1 || random.nextDouble() < fault.probability());
        if (does) {
            hits++;
        }
        return does;
    }

    synchronized void awaitHealed() throws InterruptedException {
        while (!healed) {
            wait();
        }
    }

    /** Returns earlier when it is healed. */
    synchronized void pause(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !healed && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
