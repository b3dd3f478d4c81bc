package io.rastro.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot do its work; the message is the line that its user reads. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        this(message, null);
    }

    CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
