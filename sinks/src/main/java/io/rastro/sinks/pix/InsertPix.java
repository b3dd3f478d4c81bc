package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.table.Cells;
import io.rastro.sinks.table.KnownRows;
import io.rastro.sinks.table.Runs;
import io.rastro.sinks.table.TableSettings;
import io.rastro.sinks.table.WriteTogether;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Writes an account's items as rows, in any order; a row by which others are found is there before them. */
final class InsertPix {

    private static final int PAYMENTS_AT_A_TIME = 16;
    private static final int RETURNS_OF_ONE_AT_A_TIME = 4;
    private static final int HOURS_AT_A_TIME = 4;

    /** So many rtrIds that joined a payment, or were refused by it, are counted as a row. */
    private static final int RETURNS_A_ROW = 8;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertHour;
    private final PreparedStatement insertPayment;
    private final PreparedStatement insertReturn;
    private final Set<AccountHour> knownHours;

    private record AccountHour(String accountId, PixKind kind, long hour) {}

    InsertPix(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        String insert = "INSERT INTO " + settings.keyspace();
        String marks = ") VALUES (?" + ", ?".repeat(PixRows.COLUMN_COUNT - 1);
        this.insertEvent = session.prepare(insert + PixSchema.EVENTS + " (" + PixRows.COLUMNS
                + ", month, hour, at, event_id" + marks + ", ?, ?, ?, ?)");
        this.insertPayment =
                session.prepare(insert + PixSchema.PAYMENTS + " (" + PixRows.COLUMNS + ", violation" + marks + ", ?)");
        this.insertHour = session.prepare(insert + PixSchema.HOURS + " (account_id, kind, hour) VALUES (?, ?, ?)");
        this.insertReturn =
                session.prepare(insert + PixSchema.RETURNS + " (account_id, rtr_id, end_to_end_id) VALUES (?, ?, ?)");
        this.knownHours = KnownRows.atMost(settings.knownDays());
    }

    /** Completes when all rows of these items are there. */
    CompletionStage<Void> rows(List<TracedPix> ofOneAccount) {
        CompletionStage<Void> payments = Bounded.each(
                grouped(ofOneAccount, traced -> traced.decided().item().endToEndId()),
                PAYMENTS_AT_A_TIME,
                this::insertPayment);
        CompletionStage<Void> events =
                Bounded.each(grouped(ofOneAccount, InsertPix::hourOf), HOURS_AT_A_TIME, this::insertHour);
        return payments.thenCombine(events, (all, written) -> written);
    }

    // pix_returns, pix_payments

    private CompletionStage<Void> insertPayment(List<TracedPix> ofOnePayment) {
        TracedPix first = ofOnePayment.get(0);
        List<String> rtrIds = ofOnePayment.stream()
                .filter(InsertPix::isReturn)
                .map(traced -> traced.decided().item().id())
                .distinct()
                .toList();
        return Bounded.each(rtrIds, RETURNS_OF_ONE_AT_A_TIME, rtrId -> insertReturn(first, rtrId))
                .thenCompose(done -> Bounded.each(
                        Runs.ofWeight(ofOnePayment, InsertPix::weight, settings.batchRows()), 1, this::paymentRows));
    }

    /** Of one that was reported of a payment and never belonged to it nothing is to be found by its rtrId. */
    private static boolean isReturn(TracedPix traced) {
        return traced.decided().item().kind() == PixKind.ESTORNO
                && traced.decided().verdict() != Verdict.VIOLATION;
    }

    private CompletionStage<?> insertReturn(TracedPix ofPayment, String rtrId) {
        return write(insertReturn
                .boundStatementBuilder()
                .setString(0, ofPayment.accountId())
                .setString(1, rtrId)
                .setString(2, ofPayment.decided().item().endToEndId())
                .build());
    }

    private CompletionStage<?> paymentRows(List<TracedPix> run) {
        List<BoundStatement> rows = new ArrayList<>(run.size());
        for (TracedPix traced : run) {
            rows.add(PixRows.bind(insertPayment, traced)
                    .setBoolean(PixRows.COLUMN_COUNT, traced.decided().verdict() == Verdict.VIOLATION)
                    .build());
        }
        return WriteTogether.rows(session, settings, rows);
    }

    // pix_hours, pix_events

    private CompletionStage<Void> insertHour(List<TracedPix> ofOneHour) {
        AccountHour hour = hourOf(ofOneHour.get(0));
        CompletionStage<?> there = knownHours.contains(hour)
                ? CompletableFuture.completedStage(null)
                : write(insertHour
                        .boundStatementBuilder()
                        .setString(0, hour.accountId())
                        .setString(1, hour.kind().word())
                        .setBytesUnsafe(2, Cells.bigint(PixHours.beginMillis(hour.hour())))
                        .build());
        return there.thenCompose(done -> {
            knownHours.add(hour);
            return Bounded.each(
                    Runs.ofWeight(ofOneHour, InsertPix::weight, settings.batchRows()), 1, run -> eventRows(hour, run));
        });
    }

    private CompletionStage<?> eventRows(AccountHour hour, List<TracedPix> run) {
        List<BoundStatement> rows = new ArrayList<>(run.size());
        String month = PixHours.month(hour.hour());
        for (TracedPix traced : run) {
            rows.add(PixRows.bind(insertEvent, traced)
                    .setBytesUnsafe(PixRows.COLUMN_COUNT, Cells.text(month))
                    .setBytesUnsafe(PixRows.COLUMN_COUNT + 1, Cells.bigint(PixHours.beginMillis(hour.hour())))
                    .setBytesUnsafe(PixRows.COLUMN_COUNT + 2, Cells.bigint(PixHours.listedAt(traced)))
                    .setBytesUnsafe(
                            PixRows.COLUMN_COUNT + 3,
                            Cells.text(traced.eventId().toString()))
                    .build());
        }
        return WriteTogether.rows(session, settings, rows);
    }

    private static AccountHour hourOf(TracedPix traced) {
        return new AccountHour(
                traced.accountId(), traced.decided().item().kind(), PixHours.of(PixHours.listedAt(traced)));
    }

    private CompletionStage<?> write(BoundStatement row) {
        return WriteTogether.rows(session, settings, List.of(row));
    }

    /** A payment that a thousand returns waited for is 40 KB: a statement of many such would be refused, for ever. */
    private static int weight(TracedPix traced) {
        int returns =
                traced.decided().joined().size() + traced.decided().refused().size();
        return 1 + returns / RETURNS_A_ROW;
    }

    private static <K> List<List<TracedPix>> grouped(List<TracedPix> items, Function<TracedPix, K> keyOf) {
        Map<K, List<TracedPix>> groups = new LinkedHashMap<>();
        items.forEach(traced -> groups.computeIfAbsent(keyOf.apply(traced), first -> new ArrayList<>(2))
                .add(traced));
        return new ArrayList<>(groups.values());
    }
}
