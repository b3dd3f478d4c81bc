package io.rastro.proving.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reads a {@link Ledger}, also one that is being written. */
public final class LedgerReader {

    /**
     * What a ledger says.
     *
     * @param recorded every acknowledged event that is of one request
     * @param items every acknowledged item of the others, as {@link #itemName} has it
     * @param runIds what the Idempotency-Keys of this ledger's requests begin with
     * @param requests the {@linkplain RequestsOfEvents sum} over the acknowledged events
     * @param twice events that were acknowledged to two requests, as what each of them had recorded
     */
    public record Contents(
            EventRanges recorded,
            NameSet items,
            Set<String> runIds,
            long requests,
            long twice,
            long duplicates,
            long rejected) {

        public Contents {
            items.seal();
        }
    }

    /** Hears what each acknowledged request has recorded. */
    @FunctionalInterface
    public interface Visitor {
        void recorded(String persistenceId, long seqNr, String idempotencyKey);
    }

    private final EventRanges recorded = new EventRanges();
    private final NameSet items = new NameSet();
    private final Set<String> runIds = new HashSet<>();
    private final RequestsOfEvents requests = new RequestsOfEvents();
    private long twice;
    private long duplicates;
    private long rejected;

    private LedgerReader() {}

    /**
     * @throws LedgerFormatException when the file is no ledger or contradicts itself
     */
    public static Contents read(Path path) throws IOException {
        LedgerReader reader = new LedgerReader();
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            long number = 0;
            String line = lines.readLine();
            while (line != null) {
                number++;
                String next = lines.readLine();
                reader.line(line, path + ":" + number, next == null);
                line = next;
            }
        }
        return new Contents(
                reader.recorded,
                reader.items,
                reader.runIds,
                reader.requests.sum(),
                reader.twice,
                reader.duplicates,
                reader.rejected);
    }

    /** @param name see {@link Ledger#stored} */
    public static String itemName(String persistenceId, String name) {
        return persistenceId + ',' + name;
    }

    /** Reads a file that {@link #read} has taken for a ledger. */
    public static void forEachRecorded(Path path, Visitor visitor) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                if (cells[0].equals(Ledger.ACK) && cells.length == 7 && !cells[4].equals("0")) {
                    visitor.recorded(cells[1], Long.parseLong(cells[2]), cells[3]);
                }
            }
        }
    }

    private void line(String line, String place, boolean last) {
        String[] cells = line.split(",", -1);
        try {
            if (cells[0].equals(Ledger.RUN) && cells.length == 3) {
                runIds.add(cells[1]);
            } else if (cells[0].equals(Ledger.ACK) && cells.length == 7) {
                acknowledged(cells);
            } else if (isItem(line)) {
                items.add(line.substring(Ledger.ITEM.length() + 1, line.length() - 1));
            } else if (!(cells[0].equals(Ledger.END) && cells.length == 3) && !last) {
                throw new LedgerFormatException(place + ": not a line of a ledger");
            }
        } catch (NumberFormatException e) {
            if (!last) {
                throw new LedgerFormatException(place + ": not a line of a ledger", e);
            }
        }
    }

    private static boolean isItem(String line) {
        int name = line.indexOf(',', Ledger.ITEM.length() + 1);
        return line.startsWith(Ledger.ITEM + ',') && name > 0 && line.indexOf(Ledger.END_OF_ITEM) == line.length() - 1;
    }

    private void acknowledged(String[] cells) {
        long seqNr = Long.parseLong(cells[2]);
        int items = Integer.parseInt(cells[4]);
        duplicates += Long.parseLong(cells[5]);
        rejected += Long.parseLong(cells[6]);
        if (items == 0) {
            return;
        }
        if (recorded.add(cells[1], seqNr, items)) {
            requests.add(cells[1], seqNr, cells[3]);
        } else {
            twice++;
        }
    }
}
