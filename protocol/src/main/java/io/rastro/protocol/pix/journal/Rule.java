package io.rastro.protocol.pix.journal;

/** What an item can violate. */
public enum Rule {
    PAYMENT_REUSED("id-reused", "the endToEndId is of a payment with another kind or valor"),
    RETURN_REUSED("id-reused", "the rtrId is of another payment's return, or of one with another valor"),
    DEVOLUCAO_REUSED("id-reused", "the devolucao's id is of another return of this payment"),
    ABOVE_ORIGINAL("above-original", "the returns would exceed the payment"),
    TOO_LATE("too-late", "the return is more than 90 days after the payment"),
    STATUS_CONFLICT("status-conflict", "the return was reported both as made and as not made"),
    TOO_MANY("too-many", "the payment has as many returns as an account keeps of one");

    private final String word;
    private final String reason;

    Rule(String word, String reason) {
        this.word = word;
        this.reason = reason;
    }

    /** As in JSON, topics and tables; stable, and shared by rules that are one to a reader. */
    public String word() {
        return word;
    }

    /** For people; names no value. */
    public String reason() {
        return reason;
    }
}
