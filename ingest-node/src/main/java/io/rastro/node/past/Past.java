package io.rastro.node.past;

import io.rastro.protocol.courier.TracedPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where couriers were. */
public interface Past {

    /**
     * The newest position of a courier by the time of the fix that is not after an instant; of several with that time the one
     * that was recorded last. All that the courier had recorded up to {@code lastSeqNr} counts.
     *
     * @param lastSeqNr the courier's last event, as it said itself, at least 1
     * @return empty: it had none yet. Fails with {@link TableBehindException} when the table lacks too much to tell, and as
     *     the journal and the table do
     */
    CompletionStage<Optional<TracedPosition>> newest(String courierId, long lastSeqNr, Instant at);

    /** The table has not yet what couriers recorded long before. */
    final class TableBehindException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TableBehindException(String message) {
            super(message);
        }
    }
}
