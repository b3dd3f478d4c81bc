package io.rastro.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One supervised process. A death before it was ever ready after {@link #start} is a failure of that start; any later
 * one is followed by another start after {@link ChildSpec#again}, doubled up to 30 seconds each time it never got ready in between.
 */
final class Child implements DevProcess {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int TAIL = 20;

    private enum State {
        DOWN,
        STARTING,
        READY,
        WAITING
    }

    private final ChildSpec spec;
    private final Supervisor supervisor;

    private volatile @Nullable Process process;
    private volatile State state = State.DOWN;

    /** Guarded by this, as is every change of the two above. */
    private boolean wanted;

    private boolean firstStart;
    private @Nullable Process ended;
    private Duration delay;
    private long startedAt;
    private @Nullable DevStackException failure;

    Child(ChildSpec spec, Supervisor supervisor) {
        this.spec = spec;
        this.supervisor = supervisor;
        this.delay = spec.again();
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public long pid() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(spec.title() + " was never started.");
        }
        return current.pid();
    }

    boolean wasStarted() {
        return process != null;
    }

    @Override
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    @Override
    public boolean isReady() {
        return state == State.READY && isAlive();
    }

    @Override
    public Path log() {
        return spec.log().path();
    }

    LogFile logFile() {
        return spec.log();
    }

    @Override
    public void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly().onExit().join();
            exited(current);
        }
    }

    @Override
    public void start() {
        if (wantedAnew()) {
            launch();
        }
        awaitReady(spec.readyWithin());
    }

    private synchronized boolean wantedAnew() {
        if (state != State.DOWN) {
            return false;
        }
        wanted = true;
        firstStart = true;
        delay = spec.again();
        failure = null;
        state = State.STARTING;
        return true;
    }

    @Override
    public void stop() {
        stop(spec.stopWithin());
    }

    void stop(Duration within) {
        Process current;
        synchronized (this) {
            wanted = false;
            current = process;
            if (state == State.WAITING) {
                down(null);
            }
        }
        if (current == null || !current.isAlive()) {
            return;
        }
        // Not Process.destroy: it closes the standard input as well, at whose end the tether halts the process.
        current.toHandle().destroy();
        try {
            if (!current.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("killing a process that does not stop process={} after={}", name(), within);
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        exited(current);
    }

    @Override
    public synchronized void awaitReady(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!isReady()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (state == State.DOWN) {
                throw failure != null ? failure : new DevStackException(spec.title() + " is stopped: start it first.");
            }
            if (left <= 0) {
                throw failed("did not get ready within " + atMost.toSeconds() + " s", null);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("was interrupted while it started", e);
            }
        }
    }

    private void launch() {
        supervisor.listener().starting(name());
        synchronized (this) {
            if (!wanted) {
                down(null);
                return;
            }
            try {
                watch(spec.launch());
            } catch (IOException e) {
                notLaunched(failed("could not be started", e));
                return;
            } catch (DevStackException e) {
                notLaunched(e);
                return;
            }
        }
        supervisor.changed();
    }

    /** Guarded by this. */
    private void watch(Process launched) {
        process = launched;
        state = State.STARTING;
        startedAt = System.nanoTime();
        LOG.info("started process={} pid={}", name(), launched.pid());
        var unused = launched.onExit().thenAccept(this::exited);
        supervisor.schedule(POLL, () -> poll(launched));
    }

    /** Guarded by this. */
    private void notLaunched(DevStackException why) {
        if (firstStart || !supervisor.restarts()) {
            down(why);
        } else {
            LOG.warn("cannot start a process again process={} restartIn={}", name(), delay, why);
            waitFor(delay);
        }
    }

    private void poll(Process polled) {
        if (process != polled || !polled.isAlive()) {
            return;
        }
        if (answers()) {
            becameReady(polled);
        } else {
            supervisor.schedule(POLL, () -> poll(polled));
        }
    }

    private boolean answers() {
        try {
            return spec.ready().isReady();
        } catch (IOException | RuntimeException notYet) {
            LOG.trace("not ready process={}", name(), notYet);
            return false;
        }
    }

    private void becameReady(Process ready) {
        Duration took;
        synchronized (this) {
            if (process != ready || state != State.STARTING) {
                return;
            }
            state = State.READY;
            firstStart = false;
            delay = spec.again();
            took = Duration.ofNanos(System.nanoTime() - startedAt);
            notifyAll();
        }
        LOG.info("ready process={} pid={} millis={}", name(), ready.pid(), took.toMillis());
        supervisor.listener().ready(name(), took);
    }

    private void exited(Process gone) {
        Duration again;
        int exit = gone.exitValue();
        synchronized (this) {
            if (process != gone || ended == gone) {
                return;
            }
            ended = gone;
            again = delay;
            if (!wanted) {
                down(null);
            } else if (firstStart) {
                down(failed("stopped while it was starting (exit code " + exit + ")", null));
            } else if (!supervisor.restarts()) {
                down(failed("died (exit code " + exit + ") and restarts are off", null));
            } else {
                waitFor(again);
            }
        }
        if (state == State.WAITING) {
            LOG.warn("process died process={} exit={} restartIn={} log={}", name(), exit, again, log());
            supervisor.listener().died(name(), exit, again, log());
        } else {
            LOG.info("process ended process={} exit={}", name(), exit);
            supervisor.listener().stopped(name(), exit);
        }
    }

    /** Guarded by this. */
    private void waitFor(Duration again) {
        state = State.WAITING;
        Duration doubled = again.multipliedBy(2);
        delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        supervisor.schedule(again, this::launchAgain);
    }

    private void launchAgain() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
        }
        launch();
    }

    /** Guarded by this. */
    private void down(@Nullable DevStackException why) {
        state = State.DOWN;
        failure = why;
        notifyAll();
    }

    private DevStackException failed(String what, @Nullable Throwable cause) {
        List<String> tail = spec.log().tail(TAIL);
        return new DevStackException(
                spec.title() + " " + what + ": look into " + log() + ", which ends with: " + LogFile.cause(tail),
                tail,
                cause);
    }
}
