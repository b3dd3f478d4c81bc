package io.rastro.proving.load;

import io.rastro.protocol.pix.PixKind;
import org.jspecify.annotations.Nullable;

/**
 * One Pix event as a file or the simulation has it; the system is to judge it.
 *
 * @param rtrId of an estorno, and only of that
 * @param centavos of what {@link io.rastro.protocol.pix.Centavos#format} can write
 * @param counterparty a key; not told of an estorno
 * @param line the line of the file, from 1; 0 when there is none
 */
public record Transfer(
        String accountId,
        PixKind kind,
        String endToEndId,
        @Nullable String rtrId,
        long centavos,
        long occurredAtMillis,
        @Nullable String counterparty,
        long line) {

    /** The same with another amount. */
    Transfer of(long otherCentavos) {
        return new Transfer(accountId, kind, endToEndId, rtrId, otherCentavos, occurredAtMillis, counterparty, line);
    }

    /** By what the same one is recognised. */
    String id() {
        return rtrId == null ? endToEndId : rtrId;
    }
}
