package io.rastro.node.start;

import io.rastro.protocol.pix.PixKind;
import io.rastro.sharding.pix.PixArchive;
import io.rastro.sinks.pix.PixTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where Pix accounts look for what left their memory: the tables that the sinks write. */
record PixTableArchive(PixTable table) implements PixArchive {

    @Override
    public CompletionStage<List<Told>> lookUp(String accountId, Set<String> ids) {
        return table.lookUp(accountId, ids)
                .thenApply(found -> found.stream()
                        .map(traced -> new Told(traced.decided(), traced.seqNr(), traced.index()))
                        .toList());
    }

    @Override
    public CompletionStage<Map<PixKind, Long>> tabledUpTo(String accountId) {
        return table.tabledUpTo(accountId);
    }
}
