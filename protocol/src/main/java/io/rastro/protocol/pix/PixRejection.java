package io.rastro.protocol.pix;

import org.jspecify.annotations.Nullable;

/**
 * One thing of a request that is nothing which can be written down.
 *
 * @param index its place in the request, from 0; of a return in a callback, that of its payment
 * @param field the first field found wrong, such as {@code valor} or {@code devolucoes[0].valor}; empty when it is the item
 *     as a whole
 * @param reason what is wrong with it, to be read after the field's name. Never repeats what was sent
 * @param endToEndId in a provider's callback that of the payment that it is or belongs to, when that can be told; else null
 */
public record PixRejection(
        int index, String field, String reason, @Nullable String endToEndId) {

    /** By a client of ours, who is told. */
    public PixRejection(int index, String field, String reason) {
        this(index, field, reason, null);
    }
}
