package io.rastro.proving.system;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes of the system under test. */
public final class Signals {

    private static final int PATIENCE_SECONDS = 5;

    private Signals() {}

    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    public static void stop(long pid) throws IOException {
        send("STOP", pid);
    }

    /** A process that is gone meanwhile needs none. */
    public static void goOn(long pid) throws IOException {
        if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            send("CONT", pid);
        }
    }

    private static void send(String signal, long pid) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IOException("SIG" + signal + " could not be sent to process " + pid);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
