package io.rastro.proving.system;

/** Kafka could not be asked; the message is meant for the user. */
public final class BacklogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BacklogException(String message) {
        super(message);
    }

    public BacklogException(String message, Throwable cause) {
        super(message, cause);
    }
}
