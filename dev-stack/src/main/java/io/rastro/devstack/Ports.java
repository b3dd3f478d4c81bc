package io.rastro.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Says whether a port of this machine can be listened on, and who does so already. */
final class Ports {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String LISTENING = "0A";

    private Ports() {}

    /** The address in IPv4, whatever this JVM prefers: the servers are told 127.0.0.1. */
    static InetSocketAddress local(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException fourBytesAreAnAddress) {
            throw new IllegalStateException(fourBytesAreAnAddress);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(local(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Throws with the port, its holder and the way out. Waits a moment first: the children of a stack that was killed
     * are just ending.
     */
    static void requireFree(String forWhat, int... ports) {
        for (int port : ports) {
            if (!isFreeSoon(port)) {
                throw new DevStackException("Port " + port + ", which " + forWhat + " needs, is taken"
                        + holder(port).map(who -> " by " + who).orElse("")
                        + ": stop that process, or choose other ports with --port-base.");
            }
        }
    }

    private static boolean isFreeSoon(int port) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** Who listens on the port, where the system tells (Linux, and only of processes one may look at). */
    static Optional<String> holder(int port) {
        OptionalLong inode = Stream.of("tcp", "tcp6")
                .mapToLong(table -> listeningInode(Path.of("/proc/net", table), port))
                .filter(found -> found > 0)
                .findFirst();
        return inode.isEmpty() ? Optional.empty() : owner("socket:[" + inode.getAsLong() + "]");
    }

    private static long listeningInode(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(f -> f.length > 9 && f[1].endsWith(suffix) && f[3].equals(LISTENING))
                    .mapToLong(f -> Long.parseLong(f[9]))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException noSuchTable) {
            return -1;
        }
    }

    private static Optional<String> owner(String socket) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), socket))
                .findFirst()
                .map(process -> "process " + process.pid()
                        + process.info().command().map(c -> " (" + c + ")").orElse(""));
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> pointsTo(file, socket));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static boolean pointsTo(Path file, String socket) {
        try {
            return Files.readSymbolicLink(file).toString().equals(socket);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
