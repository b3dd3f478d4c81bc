package io.rastro.protocol.pix.iso;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The messages of the SPI that move money. */
public enum IsoKind {
    /** A credit transfer. */
    PACS_008("pacs.008", "FIToFICstmrCdtTrf", "CdtTrfTxInf") {
        @Override
        void describe() {
            require("PmtId/EndToEndId", IsoField.END_TO_END_ID);
            take("PmtId/TxId", IsoField.TXID);
            require("IntrBkSttlmAmt", IsoField.AMOUNT);
            take("AccptncDtTm", IsoField.ACCEPTED_AT);
            describeParties("");
        }
    },
    /** A payment return. */
    PACS_004("pacs.004", "PmtRtr", "TxInf") {
        @Override
        void describe() {
            require("RtrId", IsoField.RTR_ID);
            require("OrgnlEndToEndId", IsoField.END_TO_END_ID);
            require("RtrdIntrBkSttlmAmt", IsoField.AMOUNT);
            take("AccptncDtTm", IsoField.ACCEPTED_AT);
            require("RtrRsnInf/Rsn/Cd", IsoField.REASON);
            describeParties("OrgnlTxRef/");
        }
    };

    private static final Pattern SPI_VERSION = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){0,3}");
    private static final Pattern ISO_VERSION = Pattern.compile("[0-9]{2,4}");

    private final String word;
    private final String message;
    private final String transaction;
    private final IsoNode root = IsoNode.transaction();
    private final Map<IsoField, String> required = new LinkedHashMap<>();

    IsoKind(String word, String message, String transaction) {
        this.word = word;
        this.message = message;
        this.transaction = transaction;
        describe();
    }

    /** As ISO 20022 has it: {@code pacs.008}. */
    public String word() {
        return word;
    }

    /** The one that the namespace of an {@code Envelope} tells, whatever the version of its catalogue. */
    static Optional<IsoKind> ofEnvelope(String namespace) {
        return of(namespace, "https://www.bcb.gov.br/pi/", "/", SPI_VERSION);
    }

    /** The one that the namespace of a {@code Document} without an envelope tells, whatever its version. */
    static Optional<IsoKind> ofDocument(String namespace) {
        return of(namespace, "urn:iso:std:iso:20022:tech:xsd:", ".001.", ISO_VERSION);
    }

    private static Optional<IsoKind> of(String namespace, String before, String after, Pattern version) {
        for (IsoKind kind : values()) {
            String prefix = before + kind.word + after;
            if (namespace.startsWith(prefix)
                    && version.matcher(namespace.substring(prefix.length())).matches()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The only element of {@code Document}. */
    String message() {
        return message;
    }

    /** The element of a transaction. */
    String transaction() {
        return transaction;
    }

    /** The element of a transaction, with what is taken of it. */
    IsoNode root() {
        return root;
    }

    /** What a transaction cannot be without, and where it has to stand, in the order of the message. */
    Map<IsoField, String> required() {
        return required;
    }

    abstract void describe();

    void take(String path, IsoField field) {
        root.with(path, field);
    }

    void require(String path, IsoField field) {
        required.put(field, path);
        take(path, field);
    }

    /** Of the documents ISO 20022 has two homes, and since pacs.004.001.08 a {@code Pty} around them. */
    void describeParties(String at) {
        require(at + "DbtrAgt/FinInstnId/ClrSysMmbId/MmbId", IsoField.DEBTOR_ISPB);
        take(at + "DbtrAcct/Id/Othr/Id", IsoField.DEBTOR_ACCOUNT);
        take(at + "DbtrAcct/Id/Othr/Issr", IsoField.DEBTOR_BRANCH);
        take(at + "DbtrAcct/Tp/Cd", IsoField.DEBTOR_ACCOUNT_TYPE);
        require(at + "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", IsoField.CREDITOR_ISPB);
        take(at + "CdtrAcct/Id/Othr/Id", IsoField.CREDITOR_ACCOUNT);
        take(at + "CdtrAcct/Id/Othr/Issr", IsoField.CREDITOR_BRANCH);
        take(at + "CdtrAcct/Tp/Cd", IsoField.CREDITOR_ACCOUNT_TYPE);
        take(at + "CdtrAcct/Prxy/Id", IsoField.CREDITOR_KEY);
        for (String id : new String[] {"Id/PrvtId/Othr/Id", "Id/OrgId/Othr/Id"}) {
            take(at + "Dbtr/" + id, IsoField.DEBTOR_DOCUMENT);
            take(at + "Dbtr/Pty/" + id, IsoField.DEBTOR_DOCUMENT);
            take(at + "Cdtr/" + id, IsoField.CREDITOR_DOCUMENT);
            take(at + "Cdtr/Pty/" + id, IsoField.CREDITOR_DOCUMENT);
        }
    }
}
