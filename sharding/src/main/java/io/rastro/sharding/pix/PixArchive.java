package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the query tables have of an account. Any thread; nothing blocks. */
public interface PixArchive {

    /** What was decided of an item, with its place in the journal. */
    record Told(Decided decided, long seqNr, int index) {}

    /**
     * All that was told of the payments that have one of these endToEndIds, or a return with one of these rtrIds; in any
     * order.
     */
    CompletionStage<List<Told>> lookUp(String accountId, Set<String> ids);

    /**
     * How far the tables have come: by kind, the journal event up to which all items of that kind are there; without
     * kinds of which there is nothing. What is in flight may be there and not be counted.
     */
    CompletionStage<Map<PixKind, Long>> tabledUpTo(String accountId);
}
