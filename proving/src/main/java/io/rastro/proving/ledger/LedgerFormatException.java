package io.rastro.proving.ledger;

/** A file is not a ledger; the message says where. */
public final class LedgerFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerFormatException(String message) {
        super(message);
    }

    public LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
