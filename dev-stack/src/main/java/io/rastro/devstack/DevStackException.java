package io.rastro.devstack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack cannot do what was asked; the message is one sentence that says what to do about it. */
public final class DevStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    DevStackException(String message) {
        this(message, List.of(), null);
    }

    DevStackException(String message, @Nullable Throwable cause) {
        this(message, List.of(), cause);
    }

    DevStackException(String message, List<String> details, @Nullable Throwable cause) {
        super(message, cause);
        this.details = List.copyOf(details);
    }

    /** The last lines of the log of the process that failed, if one did. */
    public List<String> details() {
        return details;
    }
}
