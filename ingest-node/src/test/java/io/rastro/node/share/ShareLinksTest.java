package io.rastro.node.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.node.problem.ProblemException;
import io.rastro.node.problem.ProblemType;
import io.rastro.node.share.ShareLinks.Shared;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareLinksTest {

    private static final String OLD = "0123456789abcdef0123456789abcdef";
    private static final String NEW = "fedcba9876543210fedcba9876543210";
    private static final Instant NOW = Instant.parse("2025-11-21T08:15:30Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final String LONGEST = "x".repeat(128);

    private final ShareLinks links = at(NOW, OLD);

    private static ShareLinks at(Instant now, String... secrets) {
        return new ShareLinks(List.of(secrets), Clock.fixed(now, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "o-1", "loja/17:o+1@x.y_z"})
    void readsWhatItHasSigned(String orderId) {
        String token = links.sign(orderId, LATER);

        assertThat(token).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
        assertThat(links.read(token)).isEqualTo(new Shared.Valid(orderId, LATER));
        assertThat(links.required(token).orderId()).isEqualTo(orderId);
    }

    /** Links that are out there have to be read by every later version. */
    @Test
    void aTokenIsMadeAsItAlwaysWas() {
        assertThat(links.sign("o-1", LATER)).isEqualTo("AQAAAABpIB_eby0x.ZzTi6IDr6xNcymB5ZGdwesQCIphMSH9nAKVNouG7C1A");
    }

    @Test
    void anIdOf128CharactersHasRoom() {
        String token = links.sign(LONGEST, LATER);

        assertThat(token).hasSize(227);
        assertThat(links.read(token)).isEqualTo(new Shared.Valid(LONGEST, LATER));
    }

    /** Each bit of the text: also those that base64 leaves over, which would decode to the same bytes. */
    @Test
    void noBitOfATokenCanBeChanged() {
        for (String orderId : List.of("o-1", "o-12", "o-123", LONGEST)) {
            byte[] token = links.sign(orderId, LATER).getBytes(StandardCharsets.ISO_8859_1);
            for (int bit = 0; bit < token.length * 8; bit++) {
                token[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(links.read(new String(token, StandardCharsets.ISO_8859_1)))
                        .as("bit %d", bit)
                        .isEqualTo(new Shared.Invalid());
                token[bit / 8] ^= (byte) (1 << bit % 8);
            }
            assertThat(links.read(new String(token, StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(Shared.Valid.class);
        }
    }

    @Test
    void noPartOfATokenCanBeLeftOutOrAdded() {
        String token = links.sign("o-1", LATER);

        for (int end = 0; end < token.length(); end++) {
            assertThat(links.read(token.substring(0, end))).isEqualTo(new Shared.Invalid());
        }
        for (String more : List.of("=", "A", ".", " ", "\n", "." + token)) {
            assertThat(links.read(token + more)).isEqualTo(new Shared.Invalid());
            assertThat(links.read(more + token)).isEqualTo(new Shared.Invalid());
        }
    }

    @Test
    void expiresExactlyAtItsTime() {
        String token = links.sign("o-1", LATER);

        assertThat(at(LATER.minusNanos(1), OLD).read(token)).isEqualTo(new Shared.Valid("o-1", LATER));
        assertThat(at(LATER, OLD).read(token)).isEqualTo(new Shared.Expired());
    }

    /** Whoever makes a token up is not told anything by its time. */
    @Test
    void whatIsNotSignedIsNotExpiredEither() {
        String token = links.sign("o-1", NOW.minusSeconds(1));

        assertThat(links.read(token)).isEqualTo(new Shared.Expired());
        assertThat(at(NOW, NEW).read(token)).isEqualTo(new Shared.Invalid());
    }

    @Test
    void aSecretIsReplacedWithoutALinkThatBreaks() {
        String before = links.sign("o-1", LATER);
        ShareLinks first = at(NOW, OLD, NEW);
        ShareLinks then = at(NOW, NEW, OLD);
        ShareLinks last = at(NOW, NEW);
        String after = then.sign("o-1", LATER);

        assertThat(first.read(before)).isInstanceOf(Shared.Valid.class);
        assertThat(first.read(after)).isInstanceOf(Shared.Valid.class);
        assertThat(then.read(before)).isInstanceOf(Shared.Valid.class);
        assertThat(last.read(after)).isInstanceOf(Shared.Valid.class);
        assertThat(last.read(before)).isEqualTo(new Shared.Invalid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a~b", "é"})
    void anOrderIdThatBreaksTheRulesIsNoneAlsoWhenItIsSigned(String orderId) {
        assertThat(links.read(links.sign(orderId, LATER))).isEqualTo(new Shared.Invalid());
    }

    @Test
    void whatSomebodyElseSignedWithTheSecretBreaksNothing() throws Exception {
        assertThat(links.read(links.sign("x".repeat(129), LATER))).isEqualTo(new Shared.Invalid());
        assertThat(links.read(signed(1, LATER.getEpochSecond()))).isInstanceOf(Shared.Valid.class);
        assertThat(links.read(signed(2, LATER.getEpochSecond()))).isEqualTo(new Shared.Invalid());
        assertThat(links.read(signed(1, Long.MAX_VALUE))).isEqualTo(new Shared.Invalid());
        assertThat(links.read(signed(1, -1))).isEqualTo(new Shared.Invalid());
    }

    private static String signed(int version, long expiry) throws Exception {
        byte[] payload = ByteBuffer.allocate(12)
                .put((byte) version)
                .putLong(expiry)
                .put("o-1".getBytes(StandardCharsets.US_ASCII))
                .array();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(OLD.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(payload) + '.' + encoder.encodeToString(mac.doFinal(payload));
    }

    @Test
    void aVeryLongTokenIsNotLookedAt() {
        assertThat(links.read("A".repeat(1_000_000) + "." + "A".repeat(43))).isEqualTo(new Shared.Invalid());
        assertThat(links.read(".".repeat(1_000_000))).isEqualTo(new Shared.Invalid());
    }

    @Test
    void withoutASecretNothingIsSignedAndNothingIsValid() {
        ShareLinks none = at(NOW);

        assertThat(none.read(links.sign("o-1", LATER))).isEqualTo(new Shared.Invalid());
        refuses(() -> none.sign("o-1", LATER), ProblemType.SHARE_NOT_CONFIGURED);
    }

    @Test
    void saysWhyALinkIsRefused() {
        String token = links.sign("o-1", LATER);

        refuses(() -> at(LATER, OLD).required(token), ProblemType.SHARE_EXPIRED);
        refuses(() -> at(NOW, NEW).required(token), ProblemType.SHARE_INVALID);
    }

    private static void refuses(Runnable call, ProblemType type) {
        assertThatThrownBy(call::run)
                .isInstanceOf(ProblemException.class)
                .extracting(e -> ((ProblemException) e).problem().type())
                .isEqualTo(type);
    }
}
