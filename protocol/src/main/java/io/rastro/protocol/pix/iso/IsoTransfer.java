package io.rastro.protocol.pix.iso;

import org.jspecify.annotations.Nullable;

/**
 * One transaction of a message. Personal data in the clear: lives for one request, is never written down, and does not
 * show in {@link #toString}. Names and free text are not read at all.
 *
 * @param endToEndId of the payment; in a pacs.004 of the one that goes back: {@code E} and 31 of {@code [a-zA-Z0-9]}.
 *     Whether the minute in it is one, and near, is not looked at
 * @param rtrId of a return, and only of that: {@code D} and 31 of {@code [a-zA-Z0-9]}
 * @param txid if told, never of a return: 1 to 35 of {@code [a-zA-Z0-9]}
 * @param centavos above 0, less than 10^12
 * @param occurredAtMillis epoch milliseconds, UTC: when the payer's participant accepted the order, else when the
 *     message was made
 * @param debtor who paid; of a return the debtor of the payment that goes back, as {@code OrgnlTxRef} has it
 * @param creditor who was paid; of a return the creditor of the payment that goes back
 * @param creditorKey the Pix key that was paid to, if told: 1 to 77 characters of visible ASCII
 * @param reason of a return, and only of that: {@code BE08}, {@code FR01}, {@code MD06}, {@code SL02}, or 4 of
 *     {@code [A-Z0-9]} that came up since
 */
public record IsoTransfer(
        String endToEndId,
        @Nullable String rtrId,
        @Nullable String txid,
        long centavos,
        long occurredAtMillis,
        IsoParty debtor,
        IsoParty creditor,
        @Nullable String creditorKey,
        @Nullable String reason) {

    public IsoTransfer {
        if ((rtrId == null) != (reason == null)) {
            throw new IllegalArgumentException("a return has an rtrId and a reason, and nothing else has");
        }
        if (centavos <= 0) {
            throw new IllegalArgumentException("centavos must be above 0");
        }
    }

    @Override
    public String toString() {
        return "IsoTransfer[endToEndId=" + endToEndId + (rtrId == null ? "" : ", rtrId=" + rtrId) + "]";
    }
}
