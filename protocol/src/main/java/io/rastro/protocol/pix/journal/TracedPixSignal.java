package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixSignal;
import java.util.List;

/**
 * A signal with its place in the journal and the item that it is of: what topic {@code pix.sinais} carries.
 *
 * @param seqNr the journal's sequence number, from 1
 * @param receivedAtMillis when the node received the item: epoch milliseconds, UTC
 */
public record TracedPixSignal(String accountId, long seqNr, long receivedAtMillis, PixItem item, PixSignal signal) {

    public TracedPixSignal {
        if (seqNr < 1 || signal.index() < 0) {
            throw new IllegalArgumentException("not a place in a journal");
        }
    }

    /** The signals of an event, in their order. */
    public static List<TracedPixSignal> of(String accountId, long seqNr, PixRecorded event) {
        return event.signals().stream()
                .map(signal -> new TracedPixSignal(
                        accountId,
                        seqNr,
                        event.receivedAtMillis(),
                        event.items().get(signal.index()).item(),
                        signal))
                .toList();
    }

    /** The one name of this signal. */
    public String eventId() {
        return PixAccountId.persistenceId(accountId) + '~' + seqNr + '~' + signal.index() + '~' + signal.rule();
    }
}
