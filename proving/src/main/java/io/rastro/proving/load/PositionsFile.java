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
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Positions from a CSV file, plain or gzipped (told by its first bytes), in the order of the file. Columns are found by
 * name: {@code mover_id,timestamp,lat,lon} must be there, {@code altitude_m,speed_mps,heading_deg,accuracy_m} may be,
 * any other is ignored. Numbers are passed on as they are. A row that cannot be read is told to the listener and
 * skipped.
 */
public final class PositionsFile implements Closeable {

    /** Hears of each row that cannot be read. */
    @FunctionalInterface
    public interface BadRows {
        void badRow(long line, String why);
    }

    private final BufferedReader lines;
    private final BadRows badRows;
    private final Columns columns;
    private long line;

    private PositionsFile(BufferedReader lines, Columns columns, BadRows badRows) {
        this.lines = lines;
        this.columns = columns;
        this.badRows = badRows;
        this.line = 1;
    }

    public static PositionsFile open(Path file, BadRows badRows) throws IOException {
        BufferedReader lines = reader(file);
        try {
            String header = lines.readLine();
            if (header == null) {
                throw new BadInputException(file + " is empty: a header line with column names is needed");
            }
            return new PositionsFile(lines, Columns.of(file, CsvLine.split(withoutByteOrderMark(header))), badRows);
        } catch (RuntimeException | IOException e) {
            lines.close();
            throw e;
        }
    }

    /** The next readable row, or null at the end. */
    public @Nullable Fix next() throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            try {
                return columns.read(CsvLine.split(text), line);
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

    /** Where each column is; -1 for one that the file does not have. */
    private record Columns(int id, int time, int lat, int lon, int altitude, int speed, int heading, int accuracy) {

        static Columns of(Path file, List<String> header) {
            List<String> names = header.stream().map(String::strip).toList();
            for (String required : List.of("mover_id", "timestamp", "lat", "lon")) {
                if (!names.contains(required)) {
                    throw new BadInputException(
                            file + " has no column " + required + "; its columns are " + String.join(",", names));
                }
            }
            return new Columns(
                    names.indexOf("mover_id"),
                    names.indexOf("timestamp"),
                    names.indexOf("lat"),
                    names.indexOf("lon"),
                    names.indexOf("altitude_m"),
                    names.indexOf("speed_mps"),
                    names.indexOf("heading_deg"),
                    names.indexOf("accuracy_m"));
        }

        Fix read(List<String> cells, long line) {
            String courierId = cell(cells, id);
            if (courierId.isEmpty()) {
                throw new BadInputException("mover_id is empty");
            }
            return new Fix(
                    courierId,
                    millis(cell(cells, time)),
                    required(cells, lat, "lat"),
                    required(cells, lon, "lon"),
                    number(cells, altitude, "altitude_m"),
                    number(cells, speed, "speed_mps"),
                    number(cells, heading, "heading_deg"),
                    number(cells, accuracy, "accuracy_m"),
                    line);
        }

        private static String cell(List<String> cells, int column) {
            return column >= 0 && column < cells.size() ? cells.get(column).strip() : "";
        }

        private static long millis(String text) {
            if (text.isEmpty()) {
                throw new BadInputException("timestamp is empty");
            }
            try {
                boolean epoch = text.chars().allMatch(c -> c >= '0' && c <= '9');
                return epoch
                        ? Long.parseLong(text)
                        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | NumberFormatException e) {
                throw new BadInputException("timestamp is not an RFC 3339 instant: " + text, e);
            }
        }

        private static double required(List<String> cells, int column, String name) {
            double value = number(cells, column, name);
            if (Double.isNaN(value)) {
                throw new BadInputException(name + " is empty");
            }
            return value;
        }

        private static double number(List<String> cells, int column, String name) {
            String text = cell(cells, column);
            if (text.isEmpty()) {
                return Double.NaN;
            }
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value) && text.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                // told below
            }
            throw new BadInputException(name + " is not a number: " + text);
        }
    }
}
