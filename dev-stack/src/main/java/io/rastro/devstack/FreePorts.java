package io.rastro.devstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds a hundred ports that nothing listens on. They lie below the range from which outgoing connections take theirs, so
 * that a server that is started again finds its port still free; a lock file keeps two test runs apart.
 */
final class FreePorts {
    private static final int LOWEST_BLOCK = 150;
    private static final int BLOCKS = 325;
    private static final int ATTEMPTS = 200;

    /** Held until this JVM ends. */
    private static final List<FileLock> CLAIMS = new ArrayList<>();

    private FreePorts() {}

    static synchronized PortPlan plan() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int block = LOWEST_BLOCK + ThreadLocalRandom.current().nextInt(BLOCKS - LOWEST_BLOCK);
            PortPlan plan = PortPlan.base(block * PortPlan.SPAN);
            if (plan.all().allMatch(Ports::isFree) && claim(block)) {
                return plan;
            }
        }
        throw new DevStackException("No hundred free ports were found: stop what listens on this machine.");
    }

    private static boolean claim(int block) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "rastro-ports", block + ".lock");
        try {
            Files.createDirectories(file.getParent());
            FileLock lock = tryLock(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            return lock != null && CLAIMS.add(lock);
        } catch (IOException cannotLock) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock;
        } catch (OverlappingFileLockException ours) {
            return null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }
}
