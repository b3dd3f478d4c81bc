package io.rastro.protocol.pix.iso;

import java.util.List;

/**
 * What a body holds.
 *
 * @param transfers the good transactions, in the order in which they were sent
 * @param rejections the bad ones, in the order in which they were sent
 * @param transactions how many there were, good and bad; at least 1
 */
public record IsoMessage(IsoKind kind, List<IsoTransfer> transfers, List<IsoRejection> rejections, int transactions) {

    public IsoMessage {
        transfers = List.copyOf(transfers);
        rejections = List.copyOf(rejections);
        if (transactions != transfers.size() + rejections.size()) {
            throw new IllegalArgumentException("each transaction is either taken or rejected");
        }
    }
}
