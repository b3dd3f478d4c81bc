package io.rastro.protocol.pix;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns keys and documents into what may be written down of them. A pseudonym is
 * {@code secretId.base64url(HMAC-SHA256(secret, text))} without padding, of the text in one way of writing, so that a person
 * is the same as a key and as a document, with and without punctuation. Who has a secret can try out every CPF: it is to be
 * kept as the data itself. Any thread.
 */
public final class Pseudonyms {

    /** A key of the HMAC and what it is called in the pseudonyms that it made. */
    public static final class Secret {

        private final String id;
        private final Mac mac;

        /**
         * One secret of the configuration.
         *
         * @param id 1 to 16 of {@code [a-zA-Z0-9]}, kept as long as a pseudonym that begins with it
         * @param key at least {@link #LEAST_BYTES}; copied
         */
        public Secret(String id, byte[] key) {
            if (!Alphanumeric.is(id, 1, MOST_ID_CHARACTERS)) {
                throw new IllegalArgumentException(
                        "the id of a secret must be 1 to " + MOST_ID_CHARACTERS + " of [a-zA-Z0-9]");
            }
            if (key.length < LEAST_BYTES) {
                throw new IllegalArgumentException("a secret must have at least " + LEAST_BYTES + " bytes");
            }
            this.id = id;
            this.mac = mac(key);
        }

        public String id() {
            return id;
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Secret[" + id + ']';
        }

        private String pseudonym(byte[] text) {
            try {
                return id + '.' + ENCODER.encodeToString(((Mac) mac.clone()).doFinal(text));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("a " + ALGORITHM + " that was copied before", e);
            }
        }
    }

    public static final int LEAST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST_ID_CHARACTERS = 16;

    /** What is looked up is made under each of them. */
    private static final int MOST_SECRETS = 8;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<Secret> secrets;

    /** @param secrets 1 to 8: the first makes what is written, all of them what is looked up */
    public Pseudonyms(List<Secret> secrets) {
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("there must be 1 to " + MOST_SECRETS + " secrets");
        }
        Set<String> ids = new HashSet<>();
        if (!secrets.stream().allMatch(secret -> ids.add(secret.id))) {
            throw new IllegalArgumentException("two secrets must not have one id");
        }
        this.secrets = List.copyOf(secrets);
    }

    /** What may be written down of a key or a document, or of any other text that stands for somebody; not blank. */
    public Party of(String keyOrDocument) {
        String one = OneWriting.of(keyOrDocument);
        return new Party(secrets.get(0).pseudonym(bytes(one)), Mask.of(one));
    }

    /** What may have been written down of it: one pseudonym for each secret, that of {@link #of} first. */
    public List<String> all(String keyOrDocument) {
        byte[] text = bytes(OneWriting.of(keyOrDocument));
        return secrets.stream().map(secret -> secret.pseudonym(text)).toList();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "Pseudonyms" + secrets;
    }

    private static byte[] bytes(String one) {
        if (one.isEmpty()) {
            throw new IllegalArgumentException("a blank text stands for nobody");
        }
        return one.getBytes(StandardCharsets.UTF_8);
    }

    /** Made once and copied for each text: to make one is most of the work. */
    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return (Mac) mac.clone();
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("every JVM has a " + ALGORITHM + " that can be copied", e);
        }
    }
}
