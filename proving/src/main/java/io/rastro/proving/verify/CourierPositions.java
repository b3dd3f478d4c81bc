package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.RequestsOfEvents;
import io.rastro.sinks.kafka.TopicNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The positions of couriers: an event holds those of one request, which its key names. */
final class CourierPositions implements Kind<PositionsRecorded> {

    private static final StoreTable TABLE = new StoreTable("courier_positions", null, "fixed_at");

    private final LedgerReader.@Nullable Contents ledger;
    private final ReceivedRange range;
    private final Census census = new Census((persistenceId, seqNr) -> -1);
    private final EventRanges unanswered = new EventRanges();
    private final RequestsOfEvents requests = new RequestsOfEvents();
    private final SeenBefore fixes = new SeenBefore();

    /** @param ledger null: what the journal has of the range is what is expected */
    CourierPositions(LedgerReader.@Nullable Contents ledger, ReceivedRange range) {
        this.ledger = ledger;
        this.range = range;
    }

    @Override
    public String entityType() {
        return CourierId.ENTITY_TYPE;
    }

    @Override
    public Class<PositionsRecorded> type() {
        return PositionsRecorded.class;
    }

    @Override
    public void count(String persistenceId, long seqNr, PositionsRecorded event) {
        int items = event.positions().size();
        if (isUnanswered(persistenceId, seqNr, event.idempotencyKey())) {
            unanswered.add(persistenceId, seqNr, items);
        }
        census.seenWhole(persistenceId, seqNr, items);
        if (ledger != null && ledger.recorded().itemCount(persistenceId, seqNr) >= 0) {
            requests.add(persistenceId, seqNr, String.valueOf(event.idempotencyKey()));
        }
        census.twice(recordedBefore(persistenceId, event.positions()));
    }

    /** Positions that the courier has recorded before: the same instant and place, under whatever number and key. */
    private int recordedBefore(String persistenceId, List<Position> positions) {
        int before = 0;
        for (Position position : positions) {
            before += fixes.was(persistenceId, hash(position)) ? 1 : 0;
        }
        return before;
    }

    private static long hash(Position position) {
        long hash = position.fixedAtMillis() * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32 ^ Double.doubleToLongBits(position.lat())) * 0xbf58476d1ce4e5b9L;
        return (hash ^ hash >>> 29 ^ Double.doubleToLongBits(position.lon())) * 0x94d049bb133111ebL;
    }

    private boolean isUnanswered(String persistenceId, long seqNr, @Nullable String idempotencyKey) {
        if (ledger == null || idempotencyKey == null || ledger.recorded().itemCount(persistenceId, seqNr) >= 0) {
            return false;
        }
        int dash = idempotencyKey.indexOf('-');
        return dash > 0 && ledger.runIds().contains(idempotencyKey.substring(0, dash));
    }

    /** Whether the journal has some event of another request than the one that it was acknowledged to. */
    boolean isDisplaced() {
        return ledger != null && figures().lost() == 0 && ledger.requests() != requests.sum();
    }

    /** The events of the range. */
    EventRanges events() {
        return census.whole();
    }

    private StoreFigures figures() {
        return census.compare("journal", expected(), unanswered);
    }

    private EventRanges expected() {
        return ledger == null ? census.whole() : ledger.recorded();
    }

    @Override
    public List<Subject> subjects() {
        EventRanges expected = expected();
        Scope scope = new Scope(range, census.whole(), expected);
        return List.of(new Subject(
                Items.POSITIONS,
                expected.events(),
                expected.items(),
                figures(),
                Map.of(TopicNames.USUAL.positions(), ""),
                Map.of(Subject.folderOf(TopicNames.USUAL.positions()), ""),
                TABLE,
                () -> new Counting(scope, unanswered)));
    }

    @Override
    public boolean isOf(PositionsRecorded event, String idempotencyKey) {
        return idempotencyKey.equals(event.idempotencyKey());
    }

    @Override
    public StoreTable table() {
        return TABLE;
    }

    @Override
    public boolean isRowOf(Row row, int index, PositionsRecorded event) {
        Instant fixedAt = row.getInstant(1);
        return fixedAt != null
                && index < event.positions().size()
                && event.positions().get(index).fixedAtMillis() == fixedAt.toEpochMilli();
    }

    private record Counting(Scope scope, EventRanges unanswered, Census census) implements Tally {

        Counting(Scope scope, EventRanges unanswered) {
            this(scope, unanswered, new Census(scope::itemCount));
        }

        @Override
        public boolean count(String kind, @Nullable String eventId, long receivedAtMillis) {
            return EventNames.count(eventId, receivedAtMillis, scope, census);
        }

        @Override
        public StoreFigures figures(String store) {
            return census.compare(store, scope.acknowledged(), unanswered);
        }
    }
}
