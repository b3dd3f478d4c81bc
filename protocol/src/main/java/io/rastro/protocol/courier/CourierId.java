package io.rastro.protocol.courier;

import java.util.Optional;

/** What a courier id (and an account id) may be: 1 to 128 characters of {@code [A-Za-z0-9._:@/+-]}. */
public final class CourierId {

    /** The first part of every courier's persistence id, {@code courier~{courierId}}. */
    public static final String ENTITY_TYPE = "courier";

    public static final int MAX_LENGTH = 128;

    private CourierId() {}

    public static String persistenceId(String courierId) {
        return ENTITY_TYPE + '~' + courierId;
    }

    /** Why the text is not an id, in words for the sender (without repeating the text); empty when it is one. */
    public static Optional<String> whyInvalid(String id) {
        if (id.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (id.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters, has " + id.length());
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isAllowed(id.charAt(i))) {
                return Optional.of("may hold only letters, digits and . _ : @ / + - (character " + (i + 1)
                        + " is something else)");
            }
        }
        return Optional.empty();
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ".:@/+_-".indexOf(c) >= 0;
    }
}
