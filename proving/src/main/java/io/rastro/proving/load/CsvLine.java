package io.rastro.proving.load;

import java.util.ArrayList;
import java.util.List;

/** One line of CSV as RFC 4180 has it, except that a cell holds no line break. */
final class CsvLine {

    private CsvLine() {}

    static List<String> split(String line) {
        List<String> cells = new ArrayList<>(12);
        int from = 0;
        while (true) {
            if (from < line.length() && line.charAt(from) == '"') {
                from = quoted(line, from, cells);
                if (from < 0) {
                    return cells;
                }
            } else {
                int comma = line.indexOf(',', from);
                if (comma < 0) {
                    cells.add(line.substring(from));
                    return cells;
                }
                cells.add(line.substring(from, comma));
                from = comma + 1;
            }
        }
    }

    /** Empty when the row does not have it; a column below 0 is one that the file does not have. */
    static String cell(List<String> cells, int column) {
        return column >= 0 && column < cells.size() ? cells.get(column).strip() : "";
    }

    /** @throws BadInputException when there is nothing in it */
    static String filled(List<String> cells, int column, String name) {
        String text = cell(cells, column);
        if (text.isEmpty()) {
            throw new BadInputException(name + " is empty");
        }
        return text;
    }

    /** Adds the quoted cell that starts at {@code from}; where the next one starts, or -1 at the end of the line. */
    private static int quoted(String line, int from, List<String> cells) {
        StringBuilder cell = new StringBuilder();
        int at = from + 1;
        while (true) {
            if (at >= line.length()) {
                throw new BadInputException("a quote is not closed");
            }
            if (line.charAt(at) != '"') {
                cell.append(line.charAt(at++));
            } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
                cell.append('"');
                at += 2;
            } else {
                break;
            }
        }
        cells.add(cell.toString());
        if (at + 1 >= line.length()) {
            return -1;
        }
        if (line.charAt(at + 1) != ',') {
            throw new BadInputException("a quoted cell is followed by something else than a comma");
        }
        return at + 2;
    }
}
