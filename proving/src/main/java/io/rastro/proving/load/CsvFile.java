package io.rastro.proving.load;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file, plain or gzipped (told by its first bytes), in their order. The first line names the columns; the
 * order of these does not count. A row that cannot be read is told to the listener and skipped.
 */
public final class CsvFile<T> implements Closeable {

    /** Hears of each row that cannot be read. */
    @FunctionalInterface
    public interface BadRows {
        void badRow(long line, String why);
    }

    /** Makes something of a row's cells. */
    @FunctionalInterface
    interface Row<T> {
        /** @throws BadInputException when it cannot be read */
        T read(List<String> cells, long line);
    }

    private final BufferedReader lines;
    private final BadRows badRows;
    private final Row<T> row;
    private long line;

    private CsvFile(BufferedReader lines, Row<T> row, BadRows badRows) {
        this.lines = lines;
        this.row = row;
        this.badRows = badRows;
        this.line = 1;
    }

    /**
     * Opens it.
     *
     * @param required columns without which nothing can be read
     * @param rowOf what is made of a row, by the names of the columns
     */
    static <T> CsvFile<T> open(Path file, List<String> required, Function<List<String>, Row<T>> rowOf, BadRows badRows)
            throws IOException {
        BufferedReader lines = reader(file);
        try {
            String header = lines.readLine();
            if (header == null) {
                throw new BadInputException(file + " is empty: a header line with column names is needed");
            }
            List<String> names = CsvLine.split(withoutByteOrderMark(header)).stream()
                    .map(String::strip)
                    .toList();
            for (String name : required) {
                if (!names.contains(name)) {
                    throw new BadInputException(
                            file + " has no column " + name + "; its columns are " + String.join(",", names));
                }
            }
            return new CsvFile<>(lines, rowOf.apply(names), badRows);
        } catch (RuntimeException | IOException e) {
            lines.close();
            throw e;
        }
    }

    /** The next readable row, or null at the end. */
    public @Nullable T next() throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            try {
                return row.read(CsvLine.split(text), line);
            } catch (BadInputException bad) {
                badRows.badRow(line, String.valueOf(bad.getMessage()));
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static BufferedReader reader(Path file) throws IOException {
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            bytes.mark(2);
            boolean gzipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
            bytes.reset();
            InputStream plain = gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
        } catch (NoSuchFileException e) {
            throw new BadInputException("no such file: " + file, e);
        }
    }

    private static String withoutByteOrderMark(String header) {
        return header.startsWith("\uFEFF") ? header.substring(1) : header;
    }
}
