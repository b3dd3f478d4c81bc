package io.rastro.protocol.pix.iso;

import org.jspecify.annotations.Nullable;

/**
 * One side of a transfer. Personal data in the clear: lives for one request, is never written down, and does not show in
 * {@link #toString}.
 *
 * @param ispb of the participant that keeps the account: 8 of {@code [0-9A-Z]}
 * @param account its number, if told: 1 to 20 of {@code [0-9A-Z]}
 * @param branch if told: 1 to 4 digits
 * @param accountType if told: {@code CACC}, {@code SVGS}, {@code SLRY}, {@code TRAN}, or 1 to 4 of {@code [A-Z0-9]} that
 *     came up since
 * @param document if told: a CPF, 11 digits, or a CNPJ, 12 of {@code [0-9A-Z]} and 2 digits; its check digits are not
 *     looked at
 */
public record IsoParty(
        String ispb,
        @Nullable String account,
        @Nullable String branch,
        @Nullable String accountType,
        @Nullable String document) {

    @Override
    public String toString() {
        return "IsoParty[ispb=" + ispb + "]";
    }
}
