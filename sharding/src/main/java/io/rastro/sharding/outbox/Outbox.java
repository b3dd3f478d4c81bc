package io.rastro.sharding.outbox;

import io.rastro.protocol.Egress;
import io.rastro.protocol.Egress.Line;
import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.PublishedEvent;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Brings every event of one entity to the backbone, in journal order, whatever dies in between. It lives inside the
 * entity's actor and is told everything there; it is not thread-safe, but for {@link #readUpTo()}, and holds no events.
 *
 * <p>While it is <em>direct</em>, each event is handed over as soon as it is persisted. When the line was full or broke,
 * after a recovery, or when an acknowledgement is overdue while others come, it is <em>behind</em>: the entity re-reads its journal
 * from {@link #nextToRead()} and hands over what it finds, piece by piece, each after the one before was acknowledged,
 * until nothing is missing. After a failure the next piece is a single event, so that a backbone that is away costs
 * little reading.
 *
 * <p>An acknowledgement of event n means that everything up to n is published: lines acknowledge a prefix of what was
 * offered, and each line's offers begin right after what was published when it was taken up. That holds too when the same
 * events are offered to the same line once more.
 */
public final class Outbox {

    private static final int PIECE_EVENTS = 100;
    /** What is late comes late again more often than it was lost. */
    private static final int MAX_DOUBLINGS = 4;

    private final Egress egress;
    private final String entityId;
    private final String persistenceId;
    private final Egress.Acknowledgement acknowledgement;
    private final Duration overdueAfter;
    private final LongSupplier nanoTime;

    private Line line;
    private boolean behind;
    private boolean reading;
    private volatile long lastSeqNr;
    /** The entity's last event when the reading began. */
    private volatile long lastToRead;

    private long offeredUpTo;
    private long publishedUpTo;
    private int failures;
    /** Since when nothing more was acknowledged, while something is under way. */
    private long waitingSince;

    private int timesOverdue;

    /**
     * @param overdueAfter how long to wait for an acknowledgement, doubled each time in a row that none comes
     * @param nanoTime {@link System#nanoTime()}
     */
    public Outbox(
            Egress egress,
            String entityId,
            String persistenceId,
            Egress.Acknowledgement acknowledgement,
            Duration overdueAfter,
            LongSupplier nanoTime) {
        this.egress = egress;
        this.entityId = entityId;
        this.persistenceId = persistenceId;
        this.acknowledgement = acknowledgement;
        this.overdueAfter = overdueAfter;
        this.nanoTime = nanoTime;
        this.line = egress.line();
    }

    /** After recovery: what the journal says about the last event and what was published. */
    public void recovered(long journaled, long published) {
        lastSeqNr = journaled;
        publishedUpTo = Math.max(publishedUpTo, published);
        offeredUpTo = publishedUpTo;
        behind = publishedUpTo < journaled;
        reading = false;
    }

    /** The event was persisted. */
    public void persisted(long seqNr, PublishedEvent event) {
        lastSeqNr = seqNr;
        if (!behind) {
            behind = !offer(seqNr, event);
        }
    }

    /** Everything up to this event is stored by the backbone. */
    public void published(long seqNr) {
        if (seqNr > publishedUpTo) {
            publishedUpTo = seqNr;
            waitingSince = nanoTime.getAsLong();
            timesOverdue = 0;
        }
        failures = 0;
        if (isPublished()) {
            offeredUpTo = publishedUpTo;
            behind = false;
        }
    }

    public boolean isPublished() {
        return publishedUpTo == lastSeqNr;
    }

    /** The last event of the journal. */
    public long journaledUpTo() {
        return lastSeqNr;
    }

    public long publishedUpTo() {
        return publishedUpTo;
    }

    /**
     * Notices a line that broke while nothing was offered, and acknowledgements that do not come. To be called now and
     * then while not everything is published.
     */
    public void check() {
        if (!isPublished() && !line.isOpen()) {
            behind = true;
        } else if (isOverdue()) {
            behind = true;
            offeredUpTo = publishedUpTo;
            timesOverdue++;
            failures++;
        }
    }

    private boolean isOverdue() {
        long now = nanoTime.getAsLong();
        return offeredUpTo > publishedUpTo
                && now - waitingSince > overdueAfter.toNanos() << Math.min(timesOverdue, MAX_DOUBLINGS)
                && now - line.lastAcknowledgement() <= overdueAfter.toNanos() / 2;
    }

    /** The shortest wait after which {@link #check()} finds something overdue. */
    public Duration overdueAfter() {
        return overdueAfter;
    }

    /** Whether a line should be {@linkplain #takeUpLine() taken up} and the journal be read now. */
    public boolean wantsToRead() {
        boolean pieceUnderWay = line.isOpen() && offeredUpTo > publishedUpTo;
        return behind && !reading && !pieceUnderWay;
    }

    /**
     * Takes up the line that is there now; if it is open, the piece of the journal after {@link #nextToRead()} is to be
     * read.
     *
     * @return false when there is no open line: a failure, to be tried again later
     */
    public boolean takeUpLine() {
        line = egress.line();
        if (!line.isOpen()) {
            failures++;
            return false;
        }
        reading = true;
        offeredUpTo = publishedUpTo;
        return true;
    }

    public long nextToRead() {
        return publishedUpTo + 1;
    }

    /**
     * To be called when the reading begins, on any thread: how far to read. A reading may have waited for its turn, and what
     * came meanwhile would be the next thing to be missing.
     *
     * <p>Not beyond this one. The journal may have a write beyond it that had failed and came late; its number is then
     * given to another event, perhaps while the journal is read.
     */
    public long readUpTo() {
        long last = lastSeqNr;
        lastToRead = last;
        return last;
    }

    /** How many events to read at most. */
    public int pieceToRead() {
        return failures == 0 ? PIECE_EVENTS : 1;
    }

    /** A piece of the journal was read; empty when there was nothing. */
    public void read(List<Entry> entries) {
        reading = false;
        long before = offeredUpTo;
        offeredUpTo = Math.max(offeredUpTo, publishedUpTo); // acknowledged while it was read
        for (Entry entry : entries) {
            if (entry.seqNr() != offeredUpTo + 1 || entry.seqNr() > lastToRead) {
                continue;
            }
            if (entry.event() instanceof PublishedEvent recorded) {
                if (!offer(entry.seqNr(), recorded)) {
                    break;
                }
            } else {
                passMarker(entry.seqNr());
            }
        }
        behind = offeredUpTo < lastSeqNr;
        if (behind && offeredUpTo == before) {
            failures++;
        }
    }

    /** The journal could not be read. */
    public void readFailed() {
        reading = false;
        failures++;
    }

    /** Attempts in a row that came to nothing: for the wait before the next one. */
    public int failures() {
        return failures;
    }

    /** A marker is not published itself, and everything before it was when it was written. */
    private void passMarker(long seqNr) {
        offeredUpTo = seqNr;
        publishedUpTo = Math.max(publishedUpTo, seqNr);
    }

    private boolean offer(long seqNr, PublishedEvent event) {
        if (offeredUpTo != seqNr - 1
                || !line.offer(new Outgoing(entityId, persistenceId, seqNr, event, acknowledgement))) {
            return false;
        }
        if (offeredUpTo == publishedUpTo) {
            waitingSince = nanoTime.getAsLong();
        }
        offeredUpTo = seqNr;
        return true;
    }
}
