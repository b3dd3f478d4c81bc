package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

    @Test
    void numbersReadBackAsTheSameDouble() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            double anything = random.nextDouble(-1e3, 1e3);
            double likeAReceiver = Math.round(anything * 1e7) / 1e7;
            assertThat(Double.parseDouble(number(anything))).as("seed %s", seed).isEqualTo(anything);
            assertThat(Double.parseDouble(number(likeAReceiver)))
                    .as("seed %s", seed)
                    .isEqualTo(likeAReceiver);
        }
    }

    @Test
    void numbersAreAsShortAsTheyCanBe() {
        assertThat(number(-23.5634574)).isEqualTo("-23.5634574");
        assertThat(number(737)).isEqualTo("737");
        assertThat(number(-1)).isEqualTo("-1");
        assertThat(number(0.05)).isEqualTo("0.05");
        assertThat(number(1e300)).isEqualTo("1.0E300");
    }

    @Test
    void instantsAreThoseOfJavaTime() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(-2_000_000_000_000L, 5_000_000_000_000L);
            String text = new String(new JsonBytes().instant(millis).toByteArray(), StandardCharsets.US_ASCII);
            assertThat(Instant.parse(text.substring(1, text.length() - 1)).toEpochMilli())
                    .isEqualTo(millis);
        }
    }

    @Test
    void stringsAreEscaped() {
        assertThat(new String(new JsonBytes().string("a\"b\\\n é 😀").toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("\"a\\u0022b\\u005c\\u000a é 😀\"");
    }

    private static String number(double value) {
        return new String(new JsonBytes().number(value).toByteArray(), StandardCharsets.US_ASCII);
    }
}
