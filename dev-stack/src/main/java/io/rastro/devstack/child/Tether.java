package io.rastro.devstack.child;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A Java agent that ties a child process to its parent: the parent holds the other end of standard input, so its end of
 * file means that the parent is gone, however it died, and the child halts at once. A clean stop is a SIGTERM from the
 * parent; SIGINT and SIGHUP of the terminal, which reach the whole process group, are left to the parent.
 */
public final class Tether {
    private static final int HALTED = 143;

    private Tether() {}

    public static void premain(String args) {
        ignore("INT");
        ignore("HUP");
        Thread watcher = new Thread(Tether::haltAtEndOfInput, "tether");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void ignore(String signal) {
        try {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException unknownHere) {
            // This platform, or -Xrs, knows no such signal: nothing to ignore.
        }
    }

    private static void haltAtEndOfInput() {
        try {
            InputStream in = new FileInputStream(FileDescriptor.in);
            while (in.read() >= 0) {
                // The parent says nothing; only the end counts.
            }
        } catch (IOException brokenPipe) {
            // The same as its end.
        }
        Runtime.getRuntime().halt(HALTED);
    }
}
