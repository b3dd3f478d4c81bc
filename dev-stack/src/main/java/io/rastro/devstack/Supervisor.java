package io.rastro.devstack;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all child processes share: the timer, the listener, and the bound on their logs. */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int THREADS = 4;
    private static final long LOG_CHECK_SECONDS = 5;

    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor timer;
    private final DevStackListener listener;
    private final boolean restarts;
    private final Runnable onChange;

    /** @param onChange run whenever a process has a new pid */
    Supervisor(boolean restarts, DevStackListener listener, Runnable onChange) {
        this.restarts = restarts;
        this.listener = listener;
        this.onChange = onChange;
        this.timer = new ScheduledThreadPoolExecutor(THREADS, Supervisor::thread);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        var unused =
                timer.scheduleWithFixedDelay(this::boundLogs, LOG_CHECK_SECONDS, LOG_CHECK_SECONDS, TimeUnit.SECONDS);
    }

    Child add(ChildSpec spec) {
        Child child = new Child(spec, this);
        children.add(child);
        return child;
    }

    void remove(Child child) {
        children.remove(child);
    }

    /** Starts all of them at once and returns when all are ready; throws the first failure as soon as there is one. */
    static void start(Collection<Child> starting) {
        CompletionService<Void> starts =
                new ExecutorCompletionService<>(task -> thread(task).start());
        starting.forEach(child -> starts.submit(child::start, null));
        try {
            for (int i = 0; i < starting.size(); i++) {
                starts.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DevStackException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The start was interrupted.", e);
        }
    }

    /** Stops all of them at once and returns when they are gone. */
    static void stop(Collection<Child> stopping) {
        List<Thread> threads = stopping.stream()
                .map(child -> {
                    Thread thread = thread(child::stop);
                    thread.start();
                    return thread;
                })
                .toList();
        threads.forEach(Supervisor::join);
    }

    boolean restarts() {
        return restarts;
    }

    DevStackListener listener() {
        return listener;
    }

    void changed() {
        onChange.run();
    }

    void schedule(Duration in, Runnable task) {
        try {
            var unused = timer.schedule(() -> run(task), in.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("nothing is started after the end");
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("supervision failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void boundLogs() {
        for (Child child : children) {
            try {
                child.logFile().bound();
            } catch (IOException e) {
                LOG.warn("cannot shorten a log path={}", child.log(), e);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "dev-stack");
        thread.setDaemon(true);
        return thread;
    }
}
