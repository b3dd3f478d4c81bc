package io.rastro.cli;

import io.rastro.devstack.DevStackListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line for each process that is ready, dies or comes back. */
final class DevProgress implements DevStackListener {

    private final String command;
    private final PrintWriter err;
    private final Set<String> startedBefore = ConcurrentHashMap.newKeySet();

    DevProgress(String command, PrintWriter err) {
        this.command = command;
        this.err = err;
    }

    @Override
    public void starting(String process) {
        if (!startedBefore.add(process)) {
            say(process + " is started again");
        }
    }

    @Override
    public void ready(String process, Duration took) {
        say(String.format(Locale.ROOT, "%s is ready after %.1f s", process, took.toMillis() / 1e3));
    }

    @Override
    public void died(String process, int exitCode, Duration again, Path log) {
        say(process + " died with exit code " + exitCode + ", comes back in " + again.toSeconds() + " s (log: " + log
                + ")");
    }

    @Override
    public void stopped(String process, int exitCode) {
        say(process + " has stopped");
    }

    synchronized void say(String what) {
        err.println(command + ": " + what);
        err.flush();
    }
}
