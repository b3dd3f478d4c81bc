package io.rastro.proving.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Positions from a CSV file. {@code mover_id,timestamp,lat,lon} must be there, {@code altitude_m,speed_mps,heading_deg,
 * accuracy_m} may be, any other column is ignored. Numbers are passed on as they are.
 */
public final class PositionsFile {

    private static final List<String> REQUIRED = List.of("mover_id", "timestamp", "lat", "lon");

    private PositionsFile() {}

    public static CsvFile<Fix> open(Path file, CsvFile.BadRows badRows) throws IOException {
        return CsvFile.open(file, REQUIRED, names -> Columns.of(names)::read, badRows);
    }

    /** Where each column is; -1 for one that the file does not have. */
    private record Columns(int id, int time, int lat, int lon, int altitude, int speed, int heading, int accuracy) {

        static Columns of(List<String> names) {
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
            return new Fix(
                    CsvLine.filled(cells, id, "mover_id"),
                    millis(CsvLine.filled(cells, time, "timestamp")),
                    required(cells, lat, "lat"),
                    required(cells, lon, "lon"),
                    number(cells, altitude, "altitude_m"),
                    number(cells, speed, "speed_mps"),
                    number(cells, heading, "heading_deg"),
                    number(cells, accuracy, "accuracy_m"),
                    line);
        }

        private static long millis(String text) {
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
            String text = CsvLine.cell(cells, column);
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
