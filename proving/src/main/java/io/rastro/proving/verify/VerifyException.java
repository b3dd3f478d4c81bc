package io.rastro.proving.verify;

/** A store cannot be checked; the message is meant for the user. */
public final class VerifyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VerifyException(String message) {
        super(message);
    }

    VerifyException(String message, Throwable cause) {
        super(message, cause);
    }
}
