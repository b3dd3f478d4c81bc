package io.rastro.node.pix;

import akka.Done;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps note of what a provider reported and nobody could understand. It does not get the content, which holds keys,
 * documents and names: what is wrong is mended with the provider, who is asked for the payment by its
 * {@link Item#endToEndId}, or for the call by when it came.
 */
@FunctionalInterface
public interface Quarantine {

    /** Completes when all of it is kept; fails when it is not known to be. At least once. */
    CompletionStage<Done> keep(Call call);

    /**
     * One call of a provider.
     *
     * @param fingerprint of its body under the current secret, so that the same call is recognised when it comes again; null
     *     when not all of its body was read
     * @param items at least one
     */
    record Call(
            String accountId, Instant receivedAt, @Nullable String fingerprint, List<Item> items) {

        public Call {
            items = List.copyOf(items);
        }
    }

    /**
     * One thing of a call.
     *
     * @param place such as {@code pix[3]}; {@code body} when nothing could be taken from it
     * @param field within the place, such as {@code devolucoes[0].valor}; empty when it is wrong as a whole
     * @param reason to be read after the field's name; never repeats what was sent
     * @param endToEndId of the payment that it is or belongs to; null when that is not known either
     */
    record Item(
            String place,
            String field,
            String reason,
            @Nullable String endToEndId) {}
}
