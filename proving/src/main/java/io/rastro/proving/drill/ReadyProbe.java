package io.rastro.proving.drill;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a node again and again whether it is ready, on a thread of its own. */
final class ReadyProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1000;

    private final URI ready;
    private final Duration every;
    private final Consumer<Boolean> listener;
    private final Thread thread;
    private volatile boolean isReady;
    private volatile boolean closed;

    private ReadyProbe(URI ready, Duration every, Consumer<Boolean> listener) {
        this.ready = ready;
        this.every = every;
        this.listener = listener;
        this.thread = new Thread(this::run, "ready-probe");
        thread.setDaemon(true);
    }

    /** @param listener hears each answer, on the probe's thread */
    static ReadyProbe begin(URI ready, Duration every, Consumer<Boolean> listener) {
        ReadyProbe probe = new ReadyProbe(ready, every, listener);
        probe.thread.start();
        return probe;
    }

    boolean isReady() {
        return isReady;
    }

    /** Not ready from now on. */
    @Override
    public void close() {
        closed = true;
        isReady = false;
        thread.interrupt();
    }

    private void run() {
        long next = System.nanoTime();
        try {
            while (!closed) {
                boolean answer = answers200();
                if (closed) {
                    return;
                }
                isReady = answer;
                listener.accept(answer);
                next = Math.max(next + every.toNanos(), System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers200() {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                // A kept connection would still be answered by a node that takes no new ones.
                connection.disconnect();
            }
        } catch (IOException noAnswer) {
            return false;
        }
    }
}
