package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request of a phone holds.
 *
 * @param couriers the positions by courier, in the order in which they were sent; never an entry without positions
 * @param contacts what is in order and no position
 * @param quarantined what is no position and would not become one by being sent again
 * @param refusal why nothing of it can be taken as it stands; null when it can. Then all else is empty
 */
public record TrackerReport(
        List<CourierPositions> couriers,
        List<Contact> contacts,
        List<Quarantined> quarantined,
        @Nullable Refusal refusal) {

    /**
     * The app was heard of, without a fix.
     *
     * @param courierId null when it did not say whose phone it is
     */
    public record Contact(@Nullable String courierId) {}

    /**
     * Something that is put aside.
     *
     * @param courierId whose it would be; null when that is not known
     * @param field what is wrong in it; empty when it is wrong as a whole
     * @param reason to be read after the field's name; never repeats what was sent
     * @param original the bytes as they came: of an item of a batch its own
     */
    public record Quarantined(@Nullable String courierId, String field, String reason, byte[] original) {

        @Override
        public String toString() {
            return "Quarantined[field=" + field + ", reason=" + reason + ", bytes=" + original.length + "]";
        }
    }

    /**
     * The phone has to be set up otherwise: what it sends is good and must stay there until then.
     *
     * @param tooLarge whether it is more than one request may carry
     * @param reason one sentence, without the full stop; never repeats what was sent
     */
    public record Refusal(boolean tooLarge, String reason) {}
}
