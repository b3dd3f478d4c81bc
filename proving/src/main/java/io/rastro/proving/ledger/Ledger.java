package io.rastro.proving.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * The client's own record of what the system has acknowledged: a line for each journal event or item that a 200 named. Lines
 * are only ever appended, and {@link #flush} hands them to the operating system before the courier's next request is
 * sent, so the file is right after a {@code kill -9} of the client too. A later run appends to the same file.
 *
 * <pre>
 * run,{runId},{instant}                                          a load began; its Idempotency-Keys start with runId
 * ack,{persistenceId},{seqNr},{key},{recorded},{duplicates},{rejected} a 200 to the request with that Idempotency-Key:
 *                                                                items 0..recorded-1 of seqNr are stored
 * item,{persistenceId},{name};                                   a 200 accounts for this item: it is stored, by this request or
 *                                                                an earlier one
 * end,{runId},{instant}                                          that load ended by itself
 * </pre>
 *
 * An event of a Pix account may be of several requests, so that an answer tells how many items it holds of them, and not which.
 * They have ids of their own, though: each is a line {@code item}, by its {@link PixName}.
 *
 * What was sent and never answered is not in here: it is not acknowledged. If the journal has it all the same, its
 * {@code Idempotency-Key} tells whose it is. Any thread: several loads may share one.
 */
public final class Ledger implements Closeable {

    static final String RUN = "run";
    static final String ACK = "ack";
    static final String ITEM = "item";

    /** A line without it was cut off in its name. */
    static final char END_OF_ITEM = ';';

    static final String END = "end";

    /** Stands for the entity where an answer names none, as for items that were rejected. */
    static final String NOBODY = "-";

    private final FileChannel file;
    private final StringBuilder unwritten = new StringBuilder();

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** Opens or creates the file; a line that a dying machine left unfinished at its end is cut off. */
    public static Ledger open(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (Files.exists(path)) {
            cutUnfinishedLine(path);
        }
        return new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    public synchronized void runBegins(String runId, Instant now) {
        line(RUN, runId, now.toString());
    }

    public synchronized void runEnds(String runId, Instant now) {
        line(END, runId, now.toString());
    }

    /** What one entity answered to one request. @param key the request's {@code Idempotency-Key} */
    public synchronized void acknowledged(String persistenceId, long seqNr, String key, int recorded, int duplicates) {
        acknowledge(persistenceId, seqNr, key, recorded, duplicates, 0);
    }

    /** An item that is stored. @param name what it is called, whichever event it stands in; without semicolon or line end */
    public synchronized void stored(String persistenceId, String name) {
        unwritten.append(ITEM).append(',').append(persistenceId).append(',');
        unwritten.append(name).append(END_OF_ITEM).append('\n');
    }

    public synchronized void rejected(int items) {
        acknowledge(NOBODY, 0, NOBODY, 0, 0, items);
    }

    /** Hands all lines so far to the operating system. */
    public synchronized void flush() throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(unwritten.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        unwritten.setLength(0);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            flush();
        } finally {
            file.close();
        }
    }

    private void acknowledge(String persistenceId, long seqNr, String key, int recorded, int duplicates, int rejected) {
        unwritten.append(ACK).append(',').append(persistenceId).append(',').append(seqNr);
        unwritten
                .append(',')
                .append(key)
                .append(',')
                .append(recorded)
                .append(',')
                .append(duplicates);
        unwritten.append(',').append(rejected).append('\n');
    }

    private void line(String kind, String runId, String instant) {
        unwritten
                .append(kind)
                .append(',')
                .append(runId)
                .append(',')
                .append(instant)
                .append('\n');
    }

    private static void cutUnfinishedLine(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            while (end > 0) {
                file.seek(end - 1);
                if (file.read() == '\n') {
                    break;
                }
                end--;
            }
            file.setLength(end);
        }
    }
}
