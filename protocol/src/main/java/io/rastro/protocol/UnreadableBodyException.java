package io.rastro.protocol;

/**
 * A body of which nothing can be taken. The message is one sentence for the sender that says what is wrong and where,
 * and never repeats what was sent. Has no stack trace: it is an answer, not a bug.
 */
public final class UnreadableBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private UnreadableBodyException(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    /** Damaged, or no body of the kind that was asked for. */
    public static UnreadableBodyException malformed(String message) {
        return new UnreadableBodyException(message, false);
    }

    /** Whole, but more than one request may carry. */
    public static UnreadableBodyException tooLarge(String message) {
        return new UnreadableBodyException(message, true);
    }

    /** Whether the body holds more than one request may carry (413) rather than being damaged (400). */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
