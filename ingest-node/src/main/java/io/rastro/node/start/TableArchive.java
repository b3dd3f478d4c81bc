package io.rastro.node.start;

import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.FixArchive;
import io.rastro.sinks.table.PositionTable;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where couriers look for fixes that left their window: the table that the sinks write. */
record TableArchive(PositionTable table) implements FixArchive {

    @Override
    public CompletionStage<BitSet> contained(String courierId, List<Position> fixes) {
        return table.contained(courierId, fixes);
    }

    @Override
    public CompletionStage<Boolean> containsEvent(String courierId, long fixedAtMillis, long seqNr) {
        return table.containsEvent(courierId, fixedAtMillis, seqNr);
    }
}
