package io.rastro.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process whose disk is full, as far as it can tell: no file of it grows beyond a bound (RLIMIT_FSIZE), so that its
 * writes fail like those to a full disk; until this is closed. Linux with util-linux; a process that was started again
 * has room.
 */
public final class DiskFull implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFull.class);
    private static final int PATIENCE_SECONDS = 10;

    private final long pid;
    private final String before;

    private DiskFull(long pid, String before) {
        this.pid = pid;
        this.before = before;
    }

    /** Nothing can be written any more. */
    public static DiskFull of(long pid) {
        return of(pid, 0);
    }

    /** @param room bytes that a file may have; what is longer already is kept */
    public static DiskFull of(long pid, long room) {
        String before = prlimit(pid, "--fsize", "--output=SOFT", "--noheadings", "--raw");
        prlimit(pid, "--fsize=" + room + ":");
        return new DiskFull(pid, before);
    }

    /** There is room again. */
    @Override
    public void close() {
        if (ProcessHandle.of(pid).isEmpty()) {
            LOG.info("the process with the full disk has ended pid={}", pid);
            return;
        }
        prlimit(pid, "--fsize=" + before + ":");
    }

    private static String prlimit(long pid, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder("prlimit", "--pid", Long.toString(pid));
            builder.command().addAll(List.of(arguments));
            Process prlimit = builder.redirectErrorStream(true).start();
            String said = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!prlimit.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || prlimit.exitValue() != 0) {
                throw new DevStackException("The size of files of process " + pid + " cannot be limited: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new DevStackException("A full disk needs prlimit (util-linux), which cannot be run here.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("Interrupted while the disk of process " + pid + " was to be full.", e);
        }
    }
}
