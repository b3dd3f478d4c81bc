package io.rastro.node.pix;

import io.rastro.protocol.pix.Pseudonyms;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a body is recognised that is not kept: the pseudonym, an HMAC under the current secret, of its SHA-256 in hex. A
 * plain digest would tell whoever guesses what was in it.
 */
final class Fingerprint {

    private Fingerprint() {}

    static String of(byte[] body, Pseudonyms pseudonyms) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return pseudonyms.of(HexFormat.of().formatHex(digest)).pseudonym();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
