package io.rastro.proving.ledger;

import io.rastro.protocol.pix.PixKind;

/**
 * What an item of a Pix account is called in a {@link Ledger}, whichever event it stands in: {@code
 * pagamento,{endToEndId},{centavos}}, of an estorno its {@code rtrId} instead. An id with another amount is another name, so
 * that an amount which was refused is not taken for the one that was acknowledged.
 */
public final class PixName {

    private PixName() {}

    public static String of(PixKind kind, String id, long centavos) {
        return kind.word() + ',' + id + ',' + centavos;
    }
}
