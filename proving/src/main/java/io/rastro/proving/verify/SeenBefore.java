package io.rastro.proving.verify;

import java.util.HashSet;
import java.util.Set;

/** What one entity has recorded so far, by hashes of 64 bits; forgotten when the next entity's turn comes. */
final class SeenBefore {

    private final Set<Long> hashes = new HashSet<>();
    private String entity = "";

    /** @return whether this entity has recorded it before */
    boolean was(String persistenceId, long hash) {
        if (!entity.equals(persistenceId)) {
            entity = persistenceId;
            hashes.clear();
        }
        return !hashes.add(hash);
    }
}
