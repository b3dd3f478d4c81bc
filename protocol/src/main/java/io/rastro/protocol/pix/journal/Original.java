package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.PixKind;

/**
 * A payment itself, without what went back of it.
 *
 * @param kind {@link PixKind#PAGAMENTO} or {@link PixKind#RECEBIMENTO}
 * @param centavos above 0
 * @param occurredAtMillis epoch milliseconds, UTC
 * @param seqNr the event that brought it
 */
public record Original(PixKind kind, long centavos, long occurredAtMillis, long seqNr) {

    public Original {
        if (kind == PixKind.ESTORNO) {
            throw new IllegalArgumentException("an estorno is of a payment, and is none");
        }
    }
}
