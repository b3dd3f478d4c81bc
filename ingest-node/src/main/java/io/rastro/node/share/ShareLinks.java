package io.rastro.node.share;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.CourierId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads the tokens of links. A token is {@code base64url(payload).base64url(HMAC-SHA256(secret, payload))} without
 * padding; the payload is a version byte (1), the expiry in seconds since 1970 (8 bytes, big endian) and the order's id in
 * ASCII. Who holds a token sees the order: nothing of it is stored, and a link cannot be taken back before it expires, but by
 * taking its secret away. Any thread.
 */
public final class ShareLinks {

    /** What a token turns out to be. */
    public sealed interface Shared {

        /** @param expiresAt in whole seconds; from then on it is {@link Expired} */
        record Valid(String orderId, Instant expiresAt) implements Shared {}

        /** Of ours, but too old. */
        record Expired() implements Shared {}

        /** Not made by any of the secrets. */
        record Invalid() implements Shared {}
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Long.BYTES;

    /** An id of 128 characters makes a token of 227. */
    private static final int MAX_LENGTH = 400;

    private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z
    private static final Shared EXPIRED = new Shared.Expired();
    private static final Shared INVALID = new Shared.Invalid();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKeySpec> keys;
    private final Clock clock;

    /** @param secrets the first signs, all are accepted; none: nothing can be signed, and every token is invalid */
    public ShareLinks(List<String> secrets, Clock clock) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param orderId that {@link CourierId#whyInvalid} has nothing against
     * @param expiresAt of which the whole seconds count
     * @throws io.rastro.node.problem.ProblemException 501 without a secret
     */
    public String sign(String orderId, Instant expiresAt) {
        if (keys.isEmpty()) {
            throw Problem.of(
                            ProblemType.SHARE_NOT_CONFIGURED,
                            "No link can be made: rastro.share.secrets (RASTRO_SHARE_SECRETS) is not set on this node.")
                    .toException();
        }
        byte[] id = orderId.getBytes(StandardCharsets.US_ASCII);
        byte[] payload = ByteBuffer.allocate(HEAD + id.length)
                .put(VERSION)
                .putLong(expiresAt.getEpochSecond())
                .put(id)
                .array();
        return token(keys.get(0), payload);
    }

    /** Takes the same time for whatever is wrong with the signature. */
    public Shared read(String token) {
        byte[] payload = payload(token);
        if (payload.length <= HEAD || payload[0] != VERSION || !isSigned(token, payload)) {
            return INVALID;
        }
        long expiry = ByteBuffer.wrap(payload).getLong(1);
        String orderId = new String(payload, HEAD, payload.length - HEAD, StandardCharsets.US_ASCII);
        if (expiry < 0 || expiry > LAST_SECOND || CourierId.whyInvalid(orderId).isPresent()) {
            return INVALID; // by somebody else who has the secret
        }
        Instant expiresAt = Instant.ofEpochSecond(expiry);
        return clock.instant().isBefore(expiresAt) ? new Shared.Valid(orderId, expiresAt) : EXPIRED;
    }

    /**
     * What a valid token is for.
     *
     * @throws io.rastro.node.problem.ProblemException 410 when it has expired, 403 when it is not one of ours
     */
    public Shared.Valid required(String token) {
        Shared shared = read(token);
        if (shared instanceof Shared.Valid valid) {
            return valid;
        }
        throw refusal(shared instanceof Shared.Expired)
                .withHeader("Cache-Control", "no-store")
                .toException();
    }

    static Problem refusal(boolean expired) {
        return expired
                ? Problem.of(ProblemType.SHARE_EXPIRED, "The link has expired: ask for a new one.")
                : Problem.of(ProblemType.SHARE_INVALID, "The link is not one of this system, or not as it was sent.");
    }

    /** Empty when there is none. */
    private static byte[] payload(String token) {
        int dot = token.length() > MAX_LENGTH ? -1 : token.indexOf('.');
        try {
            return dot < 0 ? new byte[0] : Base64.getUrlDecoder().decode(token.substring(0, dot));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** The whole text is compared, and not what it decodes to: base64 can say the same in several ways. */
    private boolean isSigned(String token, byte[] payload) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            signed |= MessageDigest.isEqual(token(key, payload).getBytes(StandardCharsets.UTF_8), given);
        }
        return signed;
    }

    private static String token(SecretKeySpec key, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ENCODER.encodeToString(payload) + '.' + ENCODER.encodeToString(mac.doFinal(payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
