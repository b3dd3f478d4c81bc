package io.rastro.proving.drill;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All watchers of a drill, on one thread. */
final class Watchers implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long CHECK_MILLIS = 1000;
    private static final long POLL_MILLIS = 50;

    private final ScheduledThreadPoolExecutor thread;
    private final HttpClient client;
    private final List<StreamWatcher> all;

    private Watchers(List<String> couriers, InetSocketAddress at, Streams streams) {
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "watchers");
            named.setDaemon(true);
            return named;
        });
        this.client =
                HttpClient.newBuilder().executor(thread).connectTimeout(TIMEOUT).build();
        this.all = couriers.stream()
                .map(courier -> new StreamWatcher(courier, at, this, streams))
                .toList();
    }

    /** Returns when each has a connection; it may not be subscribed yet. */
    static Watchers begin(List<String> couriers, InetSocketAddress at, Streams streams, Duration atMost)
            throws IOException {
        Watchers watchers = new Watchers(couriers, at, streams);
        watchers.all.forEach(watcher -> watchers.thread.execute(watcher::open));
        var unused = watchers.thread.scheduleWithFixedDelay(
                () -> watchers.all.forEach(StreamWatcher::check), CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        long end = System.nanoTime() + atMost.toNanos();
        while (!watchers.ask(() -> watchers.all.stream().allMatch(StreamWatcher::isOpen))) {
            if (System.nanoTime() - end > 0) {
                watchers.close();
                throw new IOException("the watchers could not open their connections");
            }
            watchers.sleep();
        }
        return watchers;
    }

    HttpClient client() {
        return client;
    }

    ScheduledThreadPoolExecutor thread() {
        return thread;
    }

    void later(Runnable task, long millis) {
        try {
            var unused = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // nothing is opened after the end
        }
    }

    @Override
    public void close() {
        try {
            ask(() -> {
                all.forEach(StreamWatcher::close);
                return true;
            });
        } catch (IOException e) {
            // they end with their thread
        } finally {
            thread.shutdownNow();
        }
    }

    private boolean ask(Callable<Boolean> question) throws IOException {
        try {
            return thread.submit(question).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void sleep() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
