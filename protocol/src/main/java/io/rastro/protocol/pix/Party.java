package io.rastro.protocol.pix;

/**
 * A key or a document of a person, as it may be written down: so that the same one is recognised, and not who it is.
 *
 * @param pseudonym {@code secretId.base64url(HMAC-SHA256)} of what it was; the same for the same under one secret
 * @param masked what may be shown to who runs the account, such as {@code ***.456.789-**}
 */
public record Party(String pseudonym, String masked) {

    /** Without the mask: a line of a log may not have even that. */
    @Override
    public String toString() {
        return "Party[" + pseudonym + "]";
    }
}
