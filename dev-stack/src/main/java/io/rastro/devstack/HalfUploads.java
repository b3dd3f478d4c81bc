package io.rastro.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what the S3 server leaves of uploads that broke, as S3 itself never does: it writes to a file beside the
 * object, named like it with a UUID behind, and renames that when it has all. While the server is down nobody writes.
 */
record HalfUploads(Path data) implements ChildSpec.Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(HalfUploads.class);
    private static final Pattern LEFT =
            Pattern.compile(".*\\.parquet-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    @Override
    public void run() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.walk(data)) {
            left = files.filter(
                            file -> LEFT.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
        if (!left.isEmpty()) {
            LOG.info("removed what broken uploads left files={}", left.size());
        }
    }
}
