package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.table.Cells;
import io.rastro.sinks.table.TableSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What was told of some payments. Of violations only the newest are read, of everything else all or nothing: a part of it could
 * not be told from the whole, and something would be taken twice.
 */
final class FindPix {

    /** Violations of a payment that are read, the newest; more than an account looks at (32). */
    static final int MOST_VIOLATIONS = 100;

    /** Other rows of a payment: an account takes at most 1,000 returns of it, each with a handful of reports. */
    static final int MOST_ROWS_OF_ONE = 20_000;

    /** Rows of one answer, some 100 MB: what several of the largest calls ask for. */
    static final int MOST_ROWS = 100_000;

    private static final int MOST_PAYMENTS_OF_A_RETURN = 100;
    private static final int AT_A_TIME = 64;
    private static final int PAGE = 1_000;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectPayment;
    private final PreparedStatement selectReturn;

    FindPix(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.selectPayment = session.prepare("SELECT " + PixRows.COLUMNS + " FROM " + settings.keyspace()
                + PixSchema.PAYMENTS + " WHERE account_id = ? AND end_to_end_id = ?");
        this.selectReturn = session.prepare("SELECT end_to_end_id FROM " + settings.keyspace() + PixSchema.RETURNS
                + " WHERE account_id = ? AND rtr_id = ? LIMIT " + (MOST_PAYMENTS_OF_A_RETURN + 1));
    }

    /** Fails with an {@link IllegalStateException} when there is more than is read. */
    CompletionStage<List<TracedPix>> all(String accountId, Set<String> ids) {
        Found found = new Found(accountId);
        List<String> returns = new ArrayList<>();
        for (String id : ids) {
            if (!EndToEndId.mayBeRtrId(id)) {
                found.addPayment(id);
            }
            if (!EndToEndId.mayBeEndToEndId(id)) {
                returns.add(id);
            }
        }
        return Bounded.each(returns, AT_A_TIME, found::readReturn)
                .thenCompose(done -> Bounded.each(found.payments(), AT_A_TIME, found::readPayment))
                .thenApply(done -> found.items());
    }

    /** Of one question, which reads many partitions at a time. */
    private final class Found {

        private final String accountId;
        private final Set<String> payments = new HashSet<>();
        private final List<TracedPix> items = new ArrayList<>();

        Found(String accountId) {
            this.accountId = accountId;
        }

        synchronized void addPayment(String endToEndId) {
            payments.add(endToEndId);
        }

        synchronized List<String> payments() {
            return List.copyOf(payments);
        }

        synchronized List<TracedPix> items() {
            return List.copyOf(items);
        }

        private synchronized void add(TracedPix item) {
            if (items.size() == MOST_ROWS) {
                throw tooMuch();
            }
            items.add(item);
        }

        CompletionStage<Void> readReturn(String rtrId) {
            return read(selectReturn, rtrId).thenAccept(rows -> {
                if (rows.remaining() > MOST_PAYMENTS_OF_A_RETURN) {
                    throw tooMuch();
                }
                rows.currentPage().forEach(row -> addPayment(Cells.text(row, 0)));
            });
        }

        CompletionStage<Void> readPayment(String endToEndId) {
            return read(selectPayment, endToEndId).thenCompose(page -> addAll(page, 0, 0));
        }

        private CompletionStage<AsyncResultSet> read(PreparedStatement select, String id) {
            return session.executeAsync(select.boundStatementBuilder()
                    .setString(0, accountId)
                    .setString(1, id)
                    .setPageSize(PAGE)
                    .setConsistencyLevel(settings.consistency())
                    .setIdempotence(true)
                    .build());
        }

        /** Violations come last. */
        private CompletionStage<Void> addAll(AsyncResultSet page, int countedBefore, int violationsBefore) {
            int counted = countedBefore;
            int violations = violationsBefore;
            for (Row row : page.currentPage()) {
                TracedPix item = PixRows.read(row);
                if (item.decided().verdict() == Verdict.VIOLATION) {
                    violations++;
                } else {
                    counted++;
                }
                if (counted > MOST_ROWS_OF_ONE) {
                    throw tooMuch();
                }
                if (violations > MOST_VIOLATIONS) {
                    return CompletableFuture.completedStage(null);
                }
                add(item);
            }
            int countedNow = counted;
            int violationsNow = violations;
            return page.hasMorePages()
                    ? page.fetchNextPage().thenCompose(next -> addAll(next, countedNow, violationsNow))
                    : CompletableFuture.completedStage(null);
        }
    }

    private static IllegalStateException tooMuch() {
        return new IllegalStateException("the tables have more of these payments than is read at once");
    }
}
