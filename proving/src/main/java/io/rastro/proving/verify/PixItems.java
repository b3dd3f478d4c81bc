package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.NameSet;
import io.rastro.proving.ledger.PixName;
import io.rastro.sinks.kafka.TopicNames;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of Pix accounts, and the signals. An event may be of several requests, so the journal is searched for each
 * acknowledged item by its own id and amount; and all that the journal has is expected in the other stores, whoever told it.
 */
final class PixItems implements Kind<PixRecorded> {

    private static final String SIGNAL = "sinal";
    private static final StoreTable TABLE =
            new StoreTable("pix_events", "kind", "kind, end_to_end_id, rtr_id, centavos");

    private final LedgerReader.@Nullable Contents ledger;
    private final ReceivedRange range;
    private final SeenBefore recorded = new SeenBefore();
    private final BitSet found = new BitSet();
    private final NameSet items = new NameSet();
    private final NameSet signals = new NameSet();
    private long events;
    private long itemCount;
    private long signalCount;
    private long duplicates;
    private long extra;

    /** @param ledger null: what the journal has of the range is what is expected */
    PixItems(LedgerReader.@Nullable Contents ledger, ReceivedRange range) {
        this.ledger = ledger;
        this.range = range;
    }

    @Override
    public String entityType() {
        return PixAccountId.ENTITY_TYPE;
    }

    @Override
    public Class<PixRecorded> type() {
        return PixRecorded.class;
    }

    @Override
    public void count(String persistenceId, long seqNr, PixRecorded event) {
        boolean ofTheAcknowledged = false;
        String accountId =
                persistenceId.substring(PixAccountId.persistenceId("").length());
        for (TracedPix traced : TracedPix.of(accountId, seqNr, event)) {
            PixItem item = traced.decided().item();
            items.add(Roll.name(item.kind().word(), traced.eventId().toString()));
            itemCount++;
            duplicates += isAgain(persistenceId, traced.decided()) ? 1 : 0;
            boolean acknowledged = isAcknowledged(persistenceId, traced.decided());
            extra += acknowledged ? 0 : 1;
            ofTheAcknowledged |= acknowledged;
        }
        events += ofTheAcknowledged ? 1 : 0;
        for (TracedPixSignal traced : TracedPixSignal.of(accountId, seqNr, event)) {
            signals.add(Roll.name(SIGNAL, traced.eventId()));
            signalCount++;
        }
    }

    /** A payment or return begins once; a return is told again with each of its statuses. */
    private boolean isAgain(String persistenceId, Decided decided) {
        boolean begins = decided.verdict() == Verdict.NEW || decided.verdict() == Verdict.WAITING;
        return begins && recorded.was(persistenceId, NameSet.hash(decided.item().id()));
    }

    /** True without a ledger. What contradicts the acknowledged is not it. */
    private boolean isAcknowledged(String persistenceId, Decided decided) {
        if (ledger == null) {
            return true;
        }
        PixItem item = decided.item();
        String name = PixName.of(item.kind(), item.id(), item.centavos());
        int place = decided.verdict() == Verdict.VIOLATION
                ? -1
                : ledger.items().placeOf(LedgerReader.itemName(persistenceId, name));
        if (place >= 0) {
            found.set(place);
        }
        return place >= 0;
    }

    @Override
    public List<Subject> subjects() {
        long expected = ledger == null ? itemCount : ledger.items().size();
        long lost = ledger == null ? 0 : expected - found.cardinality();
        Roll ofItems = new Roll(range, items);
        Roll ofSignals = new Roll(range, signals);
        Map<String, String> topics = new HashMap<>();
        Map<String, String> folders = new HashMap<>();
        for (PixKind kind : PixKind.values()) {
            topics.put(TopicNames.USUAL.of(kind), kind.word());
            folders.put(Subject.folderOf(TopicNames.USUAL.of(kind)), kind.word());
        }
        return List.of(
                new Subject(
                        Items.PIX_EVENTS,
                        events,
                        expected,
                        new StoreFigures("journal", itemCount, lost, duplicates, extra, 0, 0, 0),
                        topics,
                        folders,
                        TABLE,
                        ofItems::tally),
                new Subject(
                        Items.PIX_SIGNALS,
                        events,
                        signalCount,
                        new StoreFigures(
                                "journal",
                                signalCount,
                                0,
                                signalCount - ofSignals.expected().size(),
                                0,
                                0,
                                0,
                                0),
                        Map.of(TopicNames.USUAL.pixSinais(), SIGNAL),
                        Map.of(Subject.folderOf(TopicNames.USUAL.pixSinais()), SIGNAL),
                        null,
                        ofSignals::tally));
    }

    /** The journal does not say of which request an item is: one that is displaced is lost by its name. */
    @Override
    public boolean isOf(PixRecorded event, String idempotencyKey) {
        return true;
    }

    @Override
    public StoreTable table() {
        return TABLE;
    }

    @Override
    public boolean isRowOf(Row row, int index, PixRecorded event) {
        if (index >= event.items().size()) {
            return false;
        }
        PixItem item = event.items().get(index).item();
        return item.kind().word().equals(row.getString(1))
                && item.endToEndId().equals(row.getString(2))
                && String.valueOf(item.rtrId()).equals(String.valueOf(row.getString(3)))
                && item.centavos() == row.getLong(4);
    }
}
