package io.rastro.protocol.pix.iso;

import static io.rastro.protocol.pix.iso.Messages.RETURN;
import static io.rastro.protocol.pix.iso.Messages.TRANSFER;
import static io.rastro.protocol.pix.iso.Messages.header;
import static io.rastro.protocol.pix.iso.Messages.returns;
import static io.rastro.protocol.pix.iso.Messages.transfers;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damages messages at random. {@code -Drastro.fuzz.seed=} runs one again. */
class IsoFuzzTest {

    private static final int ROUNDS = 50_000;
    private static final byte[][] MESSAGES = {
        transfers(header(2) + TRANSFER + TRANSFER).getBytes(UTF_8),
        returns(header(1) + RETURN).getBytes(UTF_8),
        transfers(header(1) + TRANSFER).replace("UTF-8", "UTF-16").getBytes(UTF_16LE),
        ("<Document xmlns='" + Messages.ISO_008 + "'><FIToFICstmrCdtTrf>" + header(1) + TRANSFER
                        + "</FIToFICstmrCdtTrf></Document>")
                .getBytes(UTF_8)
    };
    private static final String[] WORDS = {
        "<!DOCTYPE a [<!ENTITY b '",
        "]>",
        "&b;",
        "&#0;",
        "&#x10FFFF;",
        "&amp;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?a",
        "?>",
        "</",
        "/>",
        "<a",
        " xmlns='",
        " xmlns:b=\"u\"",
        "b:",
        "'",
        "\"",
        "<?xml version='1.1'",
        " encoding='UTF-16BE'?>",
        "\uFEFF",
        "\uD83D\uDE00",
        "\0",
        "<TxInf>",
        "</PmtRtr>",
        "<PmtId>",
        "<Id>",
        "</Id>"
    };

    @Test
    void answersWhateverItGetsAndRepeatsNothing() {
        long seed = Long.getLong("rastro.fuzz.seed", System.nanoTime());
        System.out.println("IsoFuzzTest seed " + seed);
        Random random = new Random(seed);
        int read = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = damaged(random);
            try {
                IsoMessage message = Messages.read(Messages.READER, body);
                assertTellsNothing(message.toString(), seed, round);
                read++;
            } catch (UnreadableXmlException e) {
                assertTellsNothing(e.getMessage(), seed, round);
                assertThat(e.getMessage()).hasSizeLessThan(300);
                refused++;
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 100);
        assertThat(refused).isGreaterThan(ROUNDS / 10);
    }

    private static void assertTellsNothing(String told, long seed, int round) {
        assertThat(told).as("seed %d, round %d", seed, round).doesNotContain(Messages.PERSONAL);
    }

    private static byte[] damaged(Random random) {
        byte[] body = MESSAGES[random.nextInt(MESSAGES.length)].clone();
        for (int times = 1 + random.nextInt(4); times > 0 && body.length > 0; times--) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(4)) {
                case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> body = splice(body, at, Math.min(body.length, at + random.nextInt(64)), new byte[0]);
                case 2 -> body = splice(body, at, at, WORDS[random.nextInt(WORDS.length)].getBytes(UTF_8));
                default -> body = splice(body, at, at, part(MESSAGES[random.nextInt(MESSAGES.length)], random));
            }
        }
        return body;
    }

    private static byte[] part(byte[] of, Random random) {
        int from = random.nextInt(of.length);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(200)));
    }

    private static byte[] splice(byte[] body, int from, int to, byte[] in) {
        byte[] spliced = new byte[body.length - (to - from) + in.length];
        System.arraycopy(body, 0, spliced, 0, from);
        System.arraycopy(in, 0, spliced, from, in.length);
        System.arraycopy(body, to, spliced, from + in.length, body.length - to);
        return spliced;
    }
}
