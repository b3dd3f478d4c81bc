package io.rastro.protocol.pix.iso;

import io.rastro.protocol.Rfc3339;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one body from its root to its end. Serves once. */
final class MessageReading {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}");

    private final XmlCursor in;
    private final IsoKind kind;
    private final boolean enveloped;
    private final IsoLimits limits;
    private final TransferDraft draft;
    private final List<IsoTransfer> transfers = new ArrayList<>();
    private final List<IsoRejection> rejections = new ArrayList<>();
    private boolean hasMessage;
    private boolean hasHeader;
    private long declared = -1;
    private long createdAtMillis = Rfc3339.INVALID;

    private MessageReading(XmlCursor in, IsoKind kind, boolean enveloped, IsoLimits limits) {
        this.in = in;
        this.kind = kind;
        this.enveloped = enveloped;
        this.limits = limits;
        this.draft = new TransferDraft(kind);
    }

    static IsoMessage read(XmlCursor in, IsoLimits limits) throws UnreadableXmlException {
        in.toRoot();
        boolean enveloped = "Envelope".equals(in.name());
        Optional<IsoKind> kind = Optional.empty();
        if (enveloped) {
            kind = IsoKind.ofEnvelope(in.namespace());
        } else if ("Document".equals(in.name())) {
            kind = IsoKind.ofDocument(in.namespace());
        }
        if (kind.isEmpty()) {
            throw malformed("the body is no pacs.008 or pacs.004: its root must be Envelope in the namespace"
                    + " https://www.bcb.gov.br/pi/pacs.008/ or pacs.004/ with a version, or Document in"
                    + " urn:iso:std:iso:20022:tech:xsd:pacs.008.001. or pacs.004.001. with one");
        }
        return new MessageReading(in, kind.get(), enveloped, limits).readAll();
    }

    private IsoMessage readAll() throws UnreadableXmlException {
        if (enveloped) {
            readEnvelope();
        } else {
            readDocument();
        }
        in.toEnd();
        if (!hasMessage) {
            throw malformed("a " + kind.word() + " must hold Document/" + kind.message());
        }
        requireCount();
        return new IsoMessage(kind, transfers, rejections, transactions());
    }

    private void readEnvelope() throws UnreadableXmlException {
        boolean hasDocument = false;
        while (in.nextChild()) {
            if (!"Document".equals(in.name())) {
                in.skip();
            } else {
                requireFirst(hasDocument, "Document");
                hasDocument = true;
                readDocument();
            }
        }
    }

    private void readDocument() throws UnreadableXmlException {
        while (in.nextChild()) {
            if (!kind.message().equals(in.name())) {
                in.skip();
            } else {
                requireFirst(hasMessage, kind.message());
                hasMessage = true;
                readMessage();
            }
        }
    }

    private void readMessage() throws UnreadableXmlException {
        while (in.nextChild()) {
            String name = in.name();
            if ("GrpHdr".equals(name)) {
                requireFirst(hasHeader, "GrpHdr");
                hasHeader = true;
                readHeader();
            } else if (kind.transaction().equals(name)) {
                readTransaction();
            } else {
                in.skip();
            }
        }
    }

    private void readHeader() throws UnreadableXmlException {
        while (in.nextChild()) {
            String name = in.name();
            if ("CreDtTm".equals(name)) {
                requireFirst(createdAtMillis != Rfc3339.INVALID, "GrpHdr/CreDtTm");
                createdAtMillis = createdAt(in.text());
            } else if ("NbOfTxs".equals(name)) {
                requireFirst(declared >= 0, "GrpHdr/NbOfTxs");
                declared = count(in.text());
            } else {
                in.skip();
            }
        }
        if (declared < 0) {
            throw malformed("GrpHdr/NbOfTxs is required");
        }
    }

    private long createdAt(@Nullable String text) throws UnreadableXmlException {
        long millis = text == null ? Rfc3339.INVALID : Rfc3339.parse(text.trim());
        if (millis == Rfc3339.INVALID) {
            throw malformed("GrpHdr/CreDtTm " + IsoField.INSTANT_RULE);
        }
        return millis;
    }

    private long count(@Nullable String text) throws UnreadableXmlException {
        if (text == null || !COUNT.matcher(text).matches()) {
            throw malformed("GrpHdr/NbOfTxs must be 1 to 15 digits");
        }
        long count = Long.parseLong(text);
        if (count > limits.maxTransactions()) {
            throw tooManyTransactions();
        }
        return count;
    }

    private void readTransaction() throws UnreadableXmlException {
        if (!hasHeader) {
            throw malformed("GrpHdr is required before " + kind.transaction());
        }
        if (transactions() == limits.maxTransactions()) {
            throw tooManyTransactions();
        }
        draft.begin();
        readNode(kind.root());
        IsoTransfer transfer = draft.finish(createdAtMillis);
        if (transfer == null) {
            rejections.add(draft.rejection(transactions()));
        } else {
            transfers.add(transfer);
        }
    }

    /** Calls itself no deeper than the paths of {@link IsoKind} are long. */
    private void readNode(IsoNode node) throws UnreadableXmlException {
        while (in.nextChild()) {
            String name = in.name();
            IsoNode child = name == null ? null : node.child(name);
            if (child == null || !draft.isFirst(child)) {
                in.skip();
            } else if (child.field() == null) {
                readNode(child);
            } else {
                readField(child.field(), child.path());
            }
        }
    }

    private void readField(IsoField field, String path) throws UnreadableXmlException {
        if (field == IsoField.AMOUNT && !"BRL".equals(in.attribute("Ccy"))) {
            draft.refuse(path + "/@Ccy", "must be BRL");
        }
        draft.take(field, path, in.text());
    }

    private void requireCount() throws UnreadableXmlException {
        if (transactions() == 0) {
            throw malformed("a " + kind.word() + " must hold at least one " + kind.transaction());
        }
        if (declared != transactions()) {
            throw malformed("GrpHdr/NbOfTxs must be the number of transactions that are there, " + transactions());
        }
    }

    private int transactions() {
        return transfers.size() + rejections.size();
    }

    private UnreadableXmlException tooManyTransactions() {
        return UnreadableXmlException.tooLarge(
                "the body holds more than " + limits.maxTransactions() + " transactions");
    }

    private static void requireFirst(boolean isThere, String name) throws UnreadableXmlException {
        if (isThere) {
            throw malformed(name + " appears twice");
        }
    }

    private static UnreadableXmlException malformed(String message) {
        return UnreadableXmlException.malformed(message);
    }
}
