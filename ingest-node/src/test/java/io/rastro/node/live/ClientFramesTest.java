package io.rastro.node.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

    private static final int LAST = 0x80;
    private static final int TEXT = 1;
    private static final int MASK = 0x12F4E6A9;

    private final List<String> taken = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private final ClientFrames frames = new ClientFrames(new ClientFrames.Taker() {
        @Override
        public void text(String text) {
            taken.add(text);
        }

        @Override
        public void ping(byte[] data) {
            taken.add("ping " + new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public void closed(Close answer) {
            taken.add("closed " + answer.code());
        }

        @Override
        public void refused(Close why) {
            taken.add("refused " + why.code());
        }
    });

    @Test
    void takesTheSameInWhateverPiecesItComes() {
        send(LAST | TEXT, "one");
        send(TEXT, "tw");
        send(LAST | ClientFrames.PING, "between");
        send(0, "");
        send(LAST, "\u00f6");
        send(LAST | ClientFrames.PONG, "unasked");
        send(LAST | TEXT, "x".repeat(4096));
        send(LAST | ClientFrames.CLOSE, new byte[] {3, (byte) 0xE8, 'w', 'h', 'y'});
        byte[] all = sent.toByteArray();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ClientFramesTest again = new ClientFramesTest();
            for (int from = 0; from < all.length; ) {
                int size = Math.min(all.length - from, 1 + random.nextInt(seed == 0 ? 1 : 50));
                again.frames.read(ByteString.fromArray(all, from, size));
                from += size;
            }
            assertThat(again.taken)
                    .as("seed %d", seed)
                    .containsExactly("one", "ping between", "tw\u00f6", "x".repeat(4096), "closed 1000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) {
        close(code);

        assertThat(taken).containsExactly("closed " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
    void aCodeThatIsNoneIsAgainstTheProtocol(int code) {
        close(code);

        assertThat(taken).containsExactly("closed 1002");
    }

    @Test
    void aCloseWithoutACodeIsAnsweredAsUsualAndNothingComesAfterIt() {
        send(LAST | ClientFrames.CLOSE, "");
        send(LAST | TEXT, "late");
        read();

        assertThat(taken).containsExactly("closed 1000");
    }

    /** Reserved bits, frames of no kind, one that continues nothing, controls in pieces. */
    @ParameterizedTest
    @ValueSource(ints = {LAST | 0x40 | TEXT, LAST | 0x10 | TEXT, LAST | 3, LAST | 11, LAST, ClientFrames.PING})
    void refusesFramesThatAreAgainstTheProtocol(int first) {
        send(first, "x");
        send(LAST | TEXT, "not heard");
        close(1002);

        assertThat(taken).containsExactly("refused 1002", "closed 1002");
    }

    @Test
    void refusesATextWithinAText() {
        send(TEXT, "x");
        send(LAST | TEXT, "y");
        read();

        assertThat(taken).containsExactly("refused 1002");
    }

    @Test
    void refusesAPingOfMoreThan125Bytes() {
        send(LAST | ClientFrames.PING, "x".repeat(126));
        close(1000);

        assertThat(taken).containsExactly("refused 1002", "closed 1000");
    }

    @Test
    void refusesWhatIsNotMaskedAndAnswersItsClose() {
        sent.writeBytes(new byte[] {(byte) (LAST | TEXT), 1, 'x'});
        sent.writeBytes(new byte[] {(byte) (LAST | ClientFrames.CLOSE), 2, 3, (byte) 0xE8});
        read();

        assertThat(taken).containsExactly("refused 1002", "closed 1000");
    }

    @Test
    void refusesALengthThatIsNegative() {
        sent.writeBytes(ByteBuffer.allocate(14)
                .put((byte) (LAST | TEXT))
                .put((byte) 0xFF)
                .putLong(-1)
                .array());
        send(LAST | ClientFrames.CLOSE, "");
        read();

        assertThat(taken).containsExactly("refused 1002");
    }

    @Test
    void refusesATextThatIsNotUtf8() {
        send(LAST | TEXT, new byte[] {(byte) 0xC3, 'x'});
        read();

        assertThat(taken).containsExactly("refused 1007");
    }

    private void close(int code) {
        send(LAST | ClientFrames.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        read();
    }

    private void send(int first, String data) {
        send(first, data.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int first, byte[] data) {
        byte[] mask = ByteBuffer.allocate(4).putInt(MASK).array();
        sent.write(first);
        if (data.length < 126) {
            sent.write(0x80 | data.length);
        } else {
            sent.write(0x80 | 126);
            sent.write(data.length >> 8);
            sent.write(data.length);
        }
        sent.writeBytes(mask);
        for (int i = 0; i < data.length; i++) {
            sent.write(data[i] ^ mask[i & 3]);
        }
    }

    private void read() {
        frames.read(ByteString.fromArray(sent.toByteArray()));
    }
}
