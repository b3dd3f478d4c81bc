package io.rastro.protocol.pix.iso;

/**
 * A body of which nothing can be taken. The message is one sentence for the sender that says what is wrong and where,
 * and never repeats what was sent. Has no stack trace: it is an answer, not a bug.
 */
public final class UnreadableXmlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private UnreadableXmlException(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    static UnreadableXmlException malformed(String message) {
        return new UnreadableXmlException(message, false);
    }

    static UnreadableXmlException tooLarge(String message) {
        return new UnreadableXmlException(message, true);
    }

    /** Whether the body holds more than {@link IsoLimits} allow (413) rather than being damaged (400). */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
