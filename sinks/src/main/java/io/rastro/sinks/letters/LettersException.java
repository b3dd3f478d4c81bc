package io.rastro.sinks.letters;

/** Dead letters cannot be read or put back; the message is one sentence for people. */
public final class LettersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LettersException(String message) {
        super(message);
    }

    LettersException(String message, Throwable cause) {
        super(message, cause);
    }
}
