package io.rastro.proving.drill;

import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that is stopped for a while, and goes on whatever becomes of the drill. */
final class Hurt implements AutoCloseable {

    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final long pid;
    private final Process guard;
    private final Thread atExit;

    private Hurt(long pid, Process guard) {
        this.pid = pid;
        this.guard = guard;
        this.atExit = new Thread(this::end, "go-on");
    }

    /**
     * SIGSTOP.
     *
     * @param atMost then it goes on by itself, also when this process was killed
     */
    static Hurt stop(long pid, Duration atMost) throws IOException {
        long seconds = atMost.plus(MARGIN).toSeconds();
        Process guard = new ProcessBuilder("sh", "-c", "trap '' INT HUP; sleep " + seconds + "; kill -CONT " + pid)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Hurt hurt = new Hurt(pid, guard);
        Runtime.getRuntime().addShutdownHook(hurt.atExit);
        Signals.stop(pid);
        return hurt;
    }

    void rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** SIGCONT. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // it went on, which is all that was wanted
        }
    }

    private void end() {
        try {
            Signals.goOn(pid);
            guard.descendants().forEach(ProcessHandle::destroyForcibly);
            guard.destroyForcibly();
        } catch (IOException e) {
            // the guard does it
        }
    }
}
