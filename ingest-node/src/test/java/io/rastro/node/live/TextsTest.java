package io.rastro.node.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    private final AtomicInteger made = new AtomicInteger();
    private final Texts<String> texts = new Texts<>(frame -> {
        made.incrementAndGet();
        return frame.getBytes(StandardCharsets.UTF_8);
    });

    @Test
    void aTextIsMadeOnceForAllWhoAreSentTheSame() {
        Text first = texts.of("a frame");

        assertThat(texts.of(new String("a frame"))).isSameAs(first);
        assertThat(texts.of("another").utf8().utf8String()).isEqualTo("another");
        assertThat(made).hasValue(2);
    }

    /** Both have the same hash code. */
    @Test
    void framesThatLookAlikeAreNotTakenForEachOther() {
        assertThat(texts.of("Aa").utf8().utf8String()).isEqualTo("Aa");
        assertThat(texts.of("BB").utf8().utf8String()).isEqualTo("BB");
        assertThat(texts.of("Aa").utf8().utf8String()).isEqualTo("Aa");
    }

    @Test
    void aLongTextIsNotKept() {
        texts.of("x".repeat(10_000));
        texts.of("x".repeat(10_000));

        assertThat(made).hasValue(2);
    }

    @Test
    void keepsTextsOfTheLengthThatItIsTold() {
        Texts<Integer> longer = new Texts<>(
                length -> {
                    made.incrementAndGet();
                    return new byte[length];
                },
                2_048);
        for (int i = 0; i < 3; i++) {
            longer.of(2_000);
            longer.of(2_049);
        }

        assertThat(made).hasValue(1 + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1_000_000})
    void aFrameSaysHowLongItIs(int size) throws IOException {
        byte[] utf8 = "y".repeat(size).getBytes(StandardCharsets.UTF_8);
        Text text = Text.of(utf8);

        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(text.frame().toArrayUnsafe()));
        assertThat(in.readUnsignedByte()).isEqualTo(0x81);
        int length = in.readUnsignedByte();
        long said = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        assertThat(said).isEqualTo(size);
        assertThat(length == 127).isEqualTo(size > 65_535);
        assertThat(in.readAllBytes()).isEqualTo(utf8);
        assertThat(text.utf8().toArrayUnsafe()).isEqualTo(utf8);
    }
}
