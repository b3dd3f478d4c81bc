package io.rastro.node.start;

import io.rastro.node.past.Past;
import io.rastro.node.past.RecordedPast;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sinks.table.PositionTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The past from the journal of the couriers and the table of the sinks. */
record StoredPast(PositionTable table) implements RecordedPast.Table {

    static Past of(PositionTable table, JournalReader journal, Duration timeToLive) {
        return new RecordedPast(new StoredPast(table), journal::read, timeToLive, Clock.systemUTC());
    }

    @Override
    public CompletionStage<Optional<TracedPosition>> newest(String courierId, Instant at) {
        return table.newest(courierId, at);
    }

    @Override
    public CompletionStage<Boolean> containsItem(TracedPosition position) {
        return table.containsItem(position);
    }
}
