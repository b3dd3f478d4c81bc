package io.rastro.sinks.lake;

import java.io.IOException;

/** An object of the lake is none that this system wrote, or one that is too large to be looked into. */
public final class LakeFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    LakeFormatException(String message) {
        super(message);
    }
}
