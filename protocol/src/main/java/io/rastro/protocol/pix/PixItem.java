package io.rastro.protocol.pix;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on an account, or one more thing that is known of it: a return is told again with each of its
 * statuses. Holds no personal data in the clear.
 *
 * @param endToEndId of the payment; for an estorno of the one that goes back: {@code E} and 31 of {@code [a-zA-Z0-9]}
 * @param rtrId of an estorno, and only of that: {@code D} and 31 of {@code [a-zA-Z0-9]}
 * @param devolucaoId what who asked for the return calls it, 1 to 35 of {@code [a-zA-Z0-9]}; only of an estorno, if told
 * @param centavos above 0, less than 10^12
 * @param occurredAtMillis epoch milliseconds, UTC; of a return when it was settled, else when it was asked for
 * @param requestedAtMillis of a return when it was asked for, if that was told; else {@code occurredAtMillis}
 * @param txid 1 to 35 of {@code [a-zA-Z0-9]}, if told
 * @param chave the key that was paid to, if told
 * @param counterparty who is at the other end, if told
 * @param status of an estorno, else null: a {@link DevolucaoStatus}, or what a provider has invented since, up to 40 of
 *     {@code [A-Z0-9_]}
 * @param natureza of an estorno, if told: as {@code status}, {@code MED_FRAUDE} for instance
 * @param flags what does not add up in it
 */
public record PixItem(
        PixKind kind,
        String endToEndId,
        @Nullable String rtrId,
        @Nullable String devolucaoId,
        long centavos,
        long occurredAtMillis,
        long requestedAtMillis,
        @Nullable String txid,
        @Nullable Party chave,
        @Nullable Party counterparty,
        @Nullable String status,
        @Nullable String natureza,
        Set<Flag> flags) {

    /** What a provider reported although it does not add up; our own route refuses it. */
    public enum Flag {
        /** The minute in its id is 12 h or more away from when it is said to have happened, or is no minute. */
        ID_MINUTE,
        /** The parts of {@code componentesValor} do not come to {@code valor}. */
        COMPONENTS
    }

    public PixItem {
        boolean returned = kind == PixKind.ESTORNO;
        if (returned == (rtrId == null) || returned == (status == null)) {
            throw new IllegalArgumentException("an estorno has an rtrId and a status, and nothing else has");
        }
        if (centavos <= 0) {
            throw new IllegalArgumentException("centavos must be above 0");
        }
        flags = Set.copyOf(flags);
    }

    /** Of which one time is known. */
    public PixItem(
            PixKind kind,
            String endToEndId,
            @Nullable String rtrId,
            @Nullable String devolucaoId,
            long centavos,
            long occurredAtMillis,
            @Nullable String txid,
            @Nullable Party chave,
            @Nullable Party counterparty,
            @Nullable String status,
            @Nullable String natureza,
            Set<Flag> flags) {
        this(
                kind,
                endToEndId,
                rtrId,
                devolucaoId,
                centavos,
                occurredAtMillis,
                occurredAtMillis,
                txid,
                chave,
                counterparty,
                status,
                natureza,
                flags);
    }

    /** By what the same one is recognised: of a payment its {@code endToEndId}, of a return its {@code rtrId}. */
    public String id() {
        return rtrId == null ? endToEndId : rtrId;
    }

    public Instant occurredAt() {
        return Instant.ofEpochMilli(occurredAtMillis);
    }
}
