package io.rastro.protocol.pix.iso;

import io.rastro.protocol.Rfc3339;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is taken of a transaction, and which values it may have: those of the SPI's catalogue 5.13, but for codes, of
 * which it may get more.
 */
enum IsoField {
    END_TO_END_ID("E[a-zA-Z0-9]{31}", "must be E and 31 of [a-zA-Z0-9]"),
    RTR_ID("D[a-zA-Z0-9]{31}", "must be D and 31 of [a-zA-Z0-9]"),
    TXID("[a-zA-Z0-9]{1,35}", "must be 1 to 35 of [a-zA-Z0-9]"),
    AMOUNT("[0-9]{1,10}(\\.[0-9]{1,2})?", "must be 1 to 10 digits, and after a point at most 2 more"),
    ACCEPTED_AT(IsoField::isInstant, IsoField.INSTANT_RULE),
    REASON("[A-Z0-9]{4}", "must be 4 of [A-Z0-9]"),
    DEBTOR_ISPB(IsoField.ISPB, IsoField.ISPB_RULE),
    DEBTOR_ACCOUNT(IsoField.ACCOUNT, IsoField.ACCOUNT_RULE),
    DEBTOR_BRANCH(IsoField.BRANCH, IsoField.BRANCH_RULE),
    DEBTOR_ACCOUNT_TYPE(IsoField.TYPE, IsoField.TYPE_RULE),
    DEBTOR_DOCUMENT(IsoField.DOCUMENT, IsoField.DOCUMENT_RULE),
    CREDITOR_ISPB(IsoField.ISPB, IsoField.ISPB_RULE),
    CREDITOR_ACCOUNT(IsoField.ACCOUNT, IsoField.ACCOUNT_RULE),
    CREDITOR_BRANCH(IsoField.BRANCH, IsoField.BRANCH_RULE),
    CREDITOR_ACCOUNT_TYPE(IsoField.TYPE, IsoField.TYPE_RULE),
    CREDITOR_DOCUMENT(IsoField.DOCUMENT, IsoField.DOCUMENT_RULE),
    CREDITOR_KEY("[!-~]{1,77}", "must be 1 to 77 characters of visible ASCII");

    static final String INSTANT_RULE = "must be an instant such as 2026-11-21T08:15:30.123Z";

    private static final String ISPB = "[0-9A-Z]{8}";
    private static final String ISPB_RULE = "must be 8 of [0-9A-Z]";
    private static final String ACCOUNT = "[0-9A-Z]{1,20}";
    private static final String ACCOUNT_RULE = "must be 1 to 20 of [0-9A-Z]";
    private static final String BRANCH = "[0-9]{1,4}";
    private static final String BRANCH_RULE = "must be 1 to 4 digits";
    private static final String TYPE = "[A-Z0-9]{1,4}";
    private static final String TYPE_RULE = "must be 1 to 4 of [A-Z0-9]";
    private static final String DOCUMENT = "[0-9]{11}|[0-9A-Z]{12}[0-9]{2}";
    private static final String DOCUMENT_RULE = "must be a CPF or a CNPJ";

    private final Predicate<String> allowed;
    private final String rule;

    IsoField(String pattern, String rule) {
        this(Pattern.compile(pattern).asMatchPredicate(), rule);
    }

    IsoField(Predicate<String> allowed, String rule) {
        this.allowed = allowed;
        this.rule = rule;
    }

    boolean allows(String value) {
        return allowed.test(value);
    }

    /** To be read after the field's name. */
    String rule() {
        return rule;
    }

    /** Numbers and times may have space around them in XML, other values may not: XML Schema part 2, 4.3.6. */
    boolean collapses() {
        return this == AMOUNT || this == ACCEPTED_AT;
    }

    private static boolean isInstant(String value) {
        return Rfc3339.parse(value) != Rfc3339.INVALID;
    }
}
