package io.rastro.devstack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data directory of one stack, held by a lock that ends with this process, however it dies.
 *
 * <p>It has a directory for each server's data, {@code logs}, {@code run} with what is written anew at each start, and
 * {@code endpoints.json}.
 */
final class DataDir implements AutoCloseable {
    private static final String LOCK = "dev.lock";

    /** What {@code fresh} deletes: a directory given by mistake loses nothing else. */
    private static final List<String> OURS =
            List.of("cassandra", "kafka", "s3", "registry", "nodes", "logs", "run", "endpoints.json");

    private final Path root;
    private final FileChannel channel;

    private DataDir(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    static DataDir open(Path root, boolean fresh) {
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new DevStackException("The data directory " + root + " is in use by " + holder
                        + ": stop that one first, or choose another with --data.");
            }
            DataDir dir = new DataDir(root, channel);
            dir.prepare(fresh);
            return dir;
        } catch (IOException e) {
            throw new DevStackException(
                    "The data directory " + root + " cannot be used (" + e + "): choose another with --data.", e);
        }
    }

    Path root() {
        return root;
    }

    Path of(Server server) {
        return root.resolve(server.id());
    }

    Path run() {
        return root.resolve("run");
    }

    LogFile log(String process) {
        return new LogFile(root.resolve("logs").resolve(process + ".log"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer said = ByteBuffer.allocate(32);
        channel.read(said, 0);
        String pid = new String(said.array(), 0, said.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "another running system" : "another running system (process " + pid + ")";
    }

    private void prepare(boolean fresh) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        if (fresh) {
            for (String name : OURS) {
                delete(root.resolve(name));
            }
        }
        for (Server server : Server.values()) {
            Files.createDirectories(of(server));
        }
        Files.createDirectories(run());
        Files.createDirectories(root.resolve("logs"));
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
