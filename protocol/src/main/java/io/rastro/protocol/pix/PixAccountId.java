package io.rastro.protocol.pix;

import io.rastro.protocol.courier.CourierId;
import java.util.Optional;

/** The opaque id of an account; what it may be is what a {@link CourierId} may be. Never a key or a document. */
public final class PixAccountId {

    /** The first part of every account's persistence id, {@code pix~{accountId}}. */
    public static final String ENTITY_TYPE = "pix";

    private PixAccountId() {}

    public static String persistenceId(String accountId) {
        return ENTITY_TYPE + '~' + accountId;
    }

    /** Why the text is not an id, in words for the sender (without repeating the text); empty when it is one. */
    public static Optional<String> whyInvalid(String id) {
        return CourierId.whyInvalid(id);
    }
}
