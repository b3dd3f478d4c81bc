package io.rastro.proving.verify;

import org.jspecify.annotations.Nullable;

/** What one store holds of a {@link Subject}, in whatever order it comes. */
interface Tally {

    /**
     * Counts what belongs to the check.
     *
     * @param kind of the dataset that it was found in, as {@link Subject#topics} has it
     * @param eventId null where there is none
     * @param receivedAtMillis see {@link Scope#UNKNOWN}
     * @return whether it was counted, for the first time
     */
    boolean count(String kind, @Nullable String eventId, long receivedAtMillis);

    StoreFigures figures(String store);
}
