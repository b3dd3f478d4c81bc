package io.rastro.devstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The log of one process. The process itself holds it open for appending, so it is bounded by copying it aside and
 * truncating it in place: what is written between the two is lost, which a log may.
 */
record LogFile(Path path) {
    private static final long LIMIT = 16L << 20;
    private static final int TAIL_BYTES = 32 << 10;

    void bound() throws IOException {
        if (Files.exists(path) && Files.size(path) > LIMIT) {
            Files.copy(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        }
    }

    /** The last lines; none if there is no log. */
    List<String> tail(int lines) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException noLog) {
            return List.of();
        }
    }

    /** The line among the last ones that most likely says what went wrong. */
    static String cause(List<String> tail) {
        List<String> said = tail.stream()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .toList();
        String last = said.isEmpty() ? "it said nothing" : said.get(said.size() - 1);
        String cause = said.stream()
                .filter(line -> line.contains("ERROR") || line.contains("Exception") || line.contains("Error:"))
                .reduce((earlier, later) -> later)
                .orElse(last)
                .strip();
        return cause.length() > 300 ? cause.substring(0, 300) + "…" : cause;
    }
}
