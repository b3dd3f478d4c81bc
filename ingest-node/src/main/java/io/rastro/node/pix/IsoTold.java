package io.rastro.node.pix;

import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.Pseudonyms;
import io.rastro.protocol.pix.iso.IsoMessage;
import io.rastro.protocol.pix.iso.IsoParty;
import io.rastro.protocol.pix.iso.IsoRejection;
import io.rastro.protocol.pix.iso.IsoTransfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of one account of the transfers of a message: a pagamento where this participant is the debtor's agent, a
 * recebimento where it is the creditor's, an estorno of every return. Nobody is in the clear after it.
 *
 * @param ispb of this participant
 */
record IsoTold(String ispb, Pseudonyms pseudonyms) {

    private static final String AGENTS = "DbtrAgt/FinInstnId/ClrSysMmbId/MmbId";
    private static final String NOT_OURS = "is not this participant's, nor is that of CdtrAgt";
    private static final String BOTH_OURS =
            "is this participant's, as is that of CdtrAgt: which of both accounts is meant cannot be told, so tell each"
                    + " its event";

    Told of(IsoMessage message) {
        List<PixItem> items = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Told.Refused> refused = new ArrayList<>();
        Set<Integer> bad = new HashSet<>();
        for (IsoRejection rejection : message.rejections()) {
            refused.add(Told.Refused.field(rejection.index(), rejection.field(), rejection.reason()));
            bad.add(rejection.index());
        }
        List<Integer> good = Told.free(message.transfers().size(), bad);
        for (int i = 0; i < good.size(); i++) {
            IsoTransfer transfer = message.transfers().get(i);
            String why = whyNotOurs(transfer);
            if (why == null) {
                items.add(item(transfer));
                places.add(good.get(i));
            } else {
                String within = transfer.rtrId() == null ? "" : "OrgnlTxRef/";
                refused.add(Told.Refused.field(good.get(i), within + AGENTS, why));
            }
        }
        refused.sort(Comparator.comparingInt(Told.Refused::index));
        return new Told(items, places, refused);
    }

    private @Nullable String whyNotOurs(IsoTransfer transfer) {
        boolean paid = transfer.debtor().ispb().equals(ispb);
        boolean received = transfer.creditor().ispb().equals(ispb);
        if (!paid && !received) {
            return NOT_OURS;
        }
        // Of a return it decides nothing: it is an estorno for either of them.
        return paid && received && transfer.rtrId() == null ? BOTH_OURS : null;
    }

    private PixItem item(IsoTransfer transfer) {
        boolean paid = transfer.debtor().ispb().equals(ispb);
        boolean returned = transfer.rtrId() != null;
        IsoParty other = paid ? transfer.creditor() : transfer.debtor();
        return new PixItem(
                returned ? PixKind.ESTORNO : paid ? PixKind.PAGAMENTO : PixKind.RECEBIMENTO,
                transfer.endToEndId(),
                transfer.rtrId(),
                null,
                transfer.centavos(),
                transfer.occurredAtMillis(),
                transfer.txid(),
                party(transfer.creditorKey()),
                party(other.document()),
                returned ? DevolucaoStatus.DEVOLVIDO.name() : null,
                natureza(transfer.reason()),
                flags(transfer));
    }

    private @Nullable Party party(@Nullable String inTheClear) {
        return inTheClear == null ? null : pseudonyms.of(inTheClear);
    }

    /** The SPI reports what has happened: an id of another minute is flagged, as in a provider's callback. */
    private static Set<PixItem.Flag> flags(IsoTransfer transfer) {
        String id = transfer.rtrId() == null ? transfer.endToEndId() : transfer.rtrId();
        return EndToEndId.isNear(id, transfer.occurredAtMillis()) ? Set.of() : Set.of(PixItem.Flag.ID_MINUTE);
    }

    /** Of the reasons of the SPI those that the Pix API has a word for. */
    private static @Nullable String natureza(@Nullable String reason) {
        if (reason == null) {
            return null;
        }
        return switch (reason) {
            case "BE08" -> Natureza.MED_OPERACIONAL.name();
            case "FR01" -> Natureza.MED_FRAUDE.name();
            case "MD06" -> Natureza.ORIGINAL.name();
            case "SL02" -> Natureza.RETIRADA.name();
            default -> null;
        };
    }
}
