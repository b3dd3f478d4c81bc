package io.rastro.node.past;

import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.AskedArea;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Who was where. */
@FunctionalInterface
public interface PastAreas {

    /**
     * The couriers whose newest position by the time of the fix that is not after an instant lies in an area, and is not older
     * than they are seen without a new one ({@code rastro.areas.visible-for}).
     *
     * @param most see {@link AskedArea#answer}
     * @return fails with {@link TooLargeException} when more would have to be looked through than is
     */
    CompletionStage<Areas.Answer> who(AskedArea area, Instant at, int most);

    /** The message is for who asked. */
    final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public TooLargeException(String message) {
            super(message);
        }
    }
}
