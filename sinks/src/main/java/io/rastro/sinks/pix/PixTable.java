package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.table.HistoryPage;
import io.rastro.sinks.table.HistoryReading;
import io.rastro.sinks.table.TableMismatchException;
import io.rastro.sinks.table.TableSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The query tables of Pix accounts; see {@link PixSchema}. Any thread; nothing blocks but {@link #open}. */
public final class PixTable {

    private final InsertPix insert;
    private final FindPix find;
    private final PixProgress progress;
    private final ReadPixHistory history;

    private PixTable(CqlSession session, TableSettings settings) {
        this.insert = new InsertPix(session, settings);
        this.find = new FindPix(session, settings);
        this.progress = new PixProgress(session, settings);
        this.history = new ReadPixHistory(session, settings);
    }

    /**
     * Creates what is missing, if the settings allow it, and prepares the statements. Blocks.
     *
     * @throws TableMismatchException when a table that is there lacks columns; to try again does not help
     */
    public static PixTable open(CqlSession session, TableSettings settings) {
        if (settings.createSchema()) {
            PixSchema.create(session, settings);
        }
        try {
            return new PixTable(session, settings);
        } catch (InvalidQueryException e) {
            // What is not there yet may be created by somebody else.
            throw PixSchema.isOfAnotherVersion(session, settings)
                    ? new TableMismatchException(settings.keyspace(), e)
                    : e;
        }
    }

    /**
     * Writes items of one account, and then how far the tables have come; writing some again changes nothing.
     *
     * @param ofOneAccount each kind in the order of the journal, after all items of that kind before them; see
     *     {@link PixProgress}
     */
    public CompletionStage<Void> insert(List<TracedPix> ofOneAccount) {
        return insert.rows(ofOneAccount)
                .thenCompose(rowsAreThere -> progress.reached(ofOneAccount))
                .thenAccept(done -> {});
    }

    /**
     * All that was told of the payments that have one of these endToEndIds, or had a return with one of these rtrIds; in any
     * order, of violations the newest {@value FindPix#MOST_VIOLATIONS} of each. Fails with an {@link IllegalStateException} when
     * that is more than {@value FindPix#MOST_ROWS_OF_ONE} items of one payment or {@value FindPix#MOST_ROWS} in all.
     */
    public CompletionStage<List<TracedPix>> lookUp(String accountId, Set<String> ids) {
        return find.all(accountId, ids);
    }

    /** The columns of the primary key of an item's row in {@code pix_events}, without those that name the event. */
    public static Map<String, String> keyOf(TracedPix traced) {
        return PixHours.keyOf(traced);
    }

    /** Whether this very item has its row in {@code pix_events}. */
    public CompletionStage<Boolean> containsItem(TracedPix traced) {
        return history.contains(traced);
    }

    /**
     * By kind, a number of the journal up to which all items of that kind are there; without kinds of which nothing is. What is
     * being written may be there and not be counted.
     */
    public CompletionStage<Map<PixKind, Long>> tabledUpTo(String accountId) {
        return progress.of(accountId);
    }

    /**
     * A page of an account's history, ordered by {@link PixHours#listedAt}, then by event; the bounds and the cursor are those of
     * {@link HistoryReading#page}.
     *
     * @param kind null: all kinds
     */
    public CompletionStage<HistoryPage<TracedPix>> read(
            String accountId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PixKind kind,
            @Nullable String cursor,
            int limit) {
        return history.page(accountId, from, to, kind, cursor, limit);
    }
}
