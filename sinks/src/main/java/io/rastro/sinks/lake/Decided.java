package io.rastro.sinks.lake;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a batch before its first upload, and holds for whoever writes it again.
 *
 * @param endOffset where it ends
 * @param unreadable offsets of the records that could not be read then; null: an earlier version noted none
 */
record Decided(long endOffset, @Nullable Set<Long> unreadable) {

    /** It is a dead letter for good, even if it could be read now: it may have been put back already. */
    boolean wasUnreadable(long offset) {
        return unreadable != null && unreadable.contains(offset);
    }

    /** It is a row, perhaps in a file already: without it the file must not be written over. */
    boolean wasReadable(long offset) {
        return unreadable != null && !unreadable.contains(offset);
    }
}
