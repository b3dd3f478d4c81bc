package io.rastro.node.start;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what a node needs, and says what it waits for. Blocks the thread that starts the node. */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 2_000;

    private final long deadline;
    private final Duration longest;

    Patience(Duration longest) {
        this.longest = longest;
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    /** Until one of the addresses takes connections. */
    void awaitListening(String what, List<Address> addresses) {
        until(what + " at " + addresses, () -> {
            connectToAny(addresses);
            return true;
        });
    }

    /** Until the work does not throw any more; a {@link StartFailure} ends it at once. */
    <T> T until(String what, Callable<T> work) {
        long saidAt = 0;
        while (true) {
            try {
                return work.call();
            } catch (StartFailure forGood) {
                throw forGood;
            } catch (Exception e) {
                if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
                    throw StartFailure.failed("the start was interrupted");
                }
                if (System.nanoTime() > deadline) {
                    throw StartFailure.failed(
                            "no " + what + " within " + longest.toSeconds() + " s: " + Configuration.oneLine(e));
                }
                if (saidAt == 0 || System.nanoTime() - saidAt > SAY_AGAIN.toNanos()) {
                    LOG.warn("waiting for {}: {}", what, Configuration.oneLine(e));
                    saidAt = System.nanoTime();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void connectToAny(List<Address> addresses) throws IOException {
        IOException last = new IOException("no address");
        for (Address address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
