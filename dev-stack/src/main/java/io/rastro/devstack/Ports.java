package io.rastro.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Says whether a port of this machine can be listened on, and who does so already. */
final class Ports {
    private static final String LISTENING = "0A";

    private Ports() {}

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Throws with the port, its holder and the way out. */
    static void requireFree(String forWhat, int... ports) {
        for (int port : ports) {
            if (!isFree(port)) {
                throw new DevStackException("Port " + port + ", which " + forWhat + " needs, is taken"
                        + holder(port).map(who -> " by " + who).orElse("")
                        + ": stop that process, or choose other ports with --port-base.");
            }
        }
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
